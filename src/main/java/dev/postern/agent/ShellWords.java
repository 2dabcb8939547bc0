package dev.postern.agent;

import java.util.ArrayList;
import java.util.List;

/** Splits a command line into words as a POSIX shell would, with quotes and backslashes and nothing else: no variables, no patterns, no pipes. */
final class ShellWords {

    private ShellWords() {}

    /** @throws TaskRefused for no word at all, or a quote that is not closed */
    static List<String> split(String line) throws TaskRefused {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote == '\'') {
                if (c == quote) quote = 0;
                else word.append(c);
            } else if (c == '\\' && i + 1 < line.length()) {
                char next = line.charAt(++i);
                if (quote == '"' && "\"\\$`".indexOf(next) < 0) word.append(c);
                word.append(next);
                inWord = true;
            } else if (quote == '"') {
                if (c == quote) quote = 0;
                else word.append(c);
            } else if (c == '"' || c == '\'') {
                quote = c;
                inWord = true;
            } else if (Character.isWhitespace(c)) {
                if (inWord) words.add(word.toString());
                word.setLength(0);
                inWord = false;
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quote != 0) throw new TaskRefused("The command has a " + quote + " that is not closed.");
        if (inWord) words.add(word.toString());
        if (words.isEmpty()) throw new TaskRefused("There is no command.");
        return words;
    }
}
