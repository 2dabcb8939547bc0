package dev.postern.playback;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands by the look of their lines, of shells that tell nothing: a prompt as shells have them out of the box, and something behind it. A line that looks so and is none makes one
 * too many; a prompt of somebody's own makes none. So each is marked as a guess.
 */
final class GuessedCommands {
    /** {@code user@host:~$ }, {@code [root@host ~]# }, {@code sh-5.2$ }, {@code $ }, {@code PS C:\> }, {@code host% }. */
    private static final Pattern PROMPT = Pattern.compile(
            "(?:(?:\\([^()]{1,60}\\) )?[\\w.-]{1,64}@[\\w.-]{1,255}[: ][^$#%]{0,200}[$#%]"
                    + "|\\[[^\\]]{1,200}\\][$#%]|(?:-?(?:ba|z|k|da)?sh-[0-9.]{1,8})?[$#]|PS [^>]{1,200}>|[A-Za-z][\\w.-]{0,63}%) (\\S.*)");

    private GuessedCommands() {}

    /** A command begins with the last key on its line, and is over when the next one's prompt is there. */
    static List<RenderedCommand> in(List<RenderedLine> lines) {
        var commands = new ArrayList<RenderedCommand>();
        for (var line : lines) {
            if (commands.size() == ShellCommands.MOST) break;
            var prompt = PROMPT.matcher(line.text());
            if (!prompt.matches()) continue;
            endLast(commands, line.ms());
            commands.add(new RenderedCommand(line.lastMs(), null, ShellCommands.cut(prompt.group(1)), null, true));
        }
        return commands;
    }

    private static void endLast(List<RenderedCommand> commands, long ms) {
        if (commands.isEmpty()) return;
        var last = commands.removeLast();
        commands.add(new RenderedCommand(last.ms(), Math.max(last.ms(), ms), last.text(), null, true));
    }
}
