package dev.postern.console.documents;

import dev.postern.session.documents.DocumentFormat;
import java.util.regex.Pattern;
import org.springframework.web.util.HtmlUtils;

/** A document's text as HTML, a line an element: names, texts, comments and places for values each have their class. Whatever the text says stays text. */
final class SourceMarkup {
    private static final Pattern YAML_NAME =
            Pattern.compile("^(\\s*(?:- +)?)([A-Za-z0-9_.-]+|'[^']*'|\"[^\"]*\")(?=:(?:\\s|$))");
    private static final Pattern PLACE = Pattern.compile("\\{\\{[^{}]*}}");

    private SourceMarkup() {}

    static String of(String text, DocumentFormat format) {
        var html = new StringBuilder("<code>");
        text.lines().forEach(line -> {
            html.append("<span class=\"line\">");
            switch (format) {
                case JSON -> json(line, html);
                case YAML -> yaml(line, html);
            }
            html.append("\n</span>");
        });
        return html.append("</code>").toString();
    }

    private static void json(String line, StringBuilder html) {
        int at = 0;
        while (at < line.length()) {
            int quote = line.indexOf('"', at);
            if (quote < 0) break;
            html.append(escaped(line.substring(at, quote)));
            int end = endOfText(line, quote);
            var name = line.substring(end).stripLeading().startsWith(":");
            marked(name ? "name" : "text", line.substring(quote, end), html);
            at = end;
        }
        html.append(escaped(line.substring(at)));
    }

    /** Behind the closing quote, or the line's end. */
    private static int endOfText(String line, int quote) {
        for (int i = quote + 1; i < line.length(); i++) {
            if (line.charAt(i) == '\\') i++;
            else if (line.charAt(i) == '"') return i + 1;
        }
        return line.length();
    }

    private static void yaml(String line, StringBuilder html) {
        if (line.stripLeading().startsWith("#")) {
            marked("comment", line, html);
            return;
        }
        var name = YAML_NAME.matcher(line);
        if (!name.find()) {
            places(line, html);
            return;
        }
        html.append(escaped(name.group(1)));
        marked("name", name.group(2), html);
        places(line.substring(name.end()), html);
    }

    private static void marked(String kind, String part, StringBuilder html) {
        html.append("<span class=\"").append(kind).append("\">");
        places(part, html);
        html.append("</span>");
    }

    private static void places(String part, StringBuilder html) {
        var place = PLACE.matcher(part);
        int at = 0;
        while (place.find()) {
            html.append(escaped(part.substring(at, place.start())));
            html.append("<span class=\"place\">").append(escaped(place.group())).append("</span>");
            at = place.end();
        }
        html.append(escaped(part.substring(at)));
    }

    private static String escaped(String part) {
        return HtmlUtils.htmlEscape(part);
    }
}
