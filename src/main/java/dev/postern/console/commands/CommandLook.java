package dev.postern.console.commands;

import dev.postern.commands.Command;
import dev.postern.commands.CommandStatus;
import dev.postern.commands.InvocationStatus;
import dev.postern.commands.StepResult;
import dev.postern.commands.Tally;
import dev.postern.commands.Targets;
import dev.postern.console.shell.Texts;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A command, and what came of it, in words. */
final class CommandLook {
    /** So much of a script's line tells which one it is. */
    private static final int LONGEST_TITLE = 90;

    private static final String SCRIPT = "commands";

    /** What agents end an output with that did not fit. */
    private static final List<String> CUT = List.of("---Output truncated---", "---Error truncated----");

    private CommandLook() {}

    /** Why it was sent, else the first line of its script, else its document. */
    static String title(Command command) {
        if (!command.comment().isBlank()) return command.comment();
        return command.parameters().getOrDefault(SCRIPT, List.of()).stream()
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#!"))
                .findFirst()
                .map(line -> line.length() > LONGEST_TITLE ? line.substring(0, LONGEST_TITLE) + "…" : line)
                .orElse(command.document());
    }

    static String document(Command command) {
        return Texts.text("commands.document.version", command.document(), command.documentVersion());
    }

    /** Also a name in the stylesheet. */
    static String key(CommandStatus status) {
        return switch (status) {
            case PENDING -> "waiting";
            case IN_PROGRESS, CANCELLING -> "running";
            case SUCCESS -> "done";
            case FAILED, EXECUTION_TIMED_OUT, DELIVERY_TIMED_OUT -> "failed";
            case INCOMPLETE -> "partly";
            case CANCELLED, NO_NODES -> "ended";
        };
    }

    static String words(CommandStatus status) {
        return Texts.text("command.status." + word(status));
    }

    static String key(InvocationStatus status) {
        return switch (status) {
            case PENDING -> "ended";
            case DELAYED -> "waiting";
            case IN_PROGRESS, CANCELLING -> "running";
            case SUCCESS -> "done";
            case FAILED, EXECUTION_TIMED_OUT, DELIVERY_TIMED_OUT, UNDELIVERABLE -> "failed";
            case CANCELLED, TERMINATED, INVALID_PLATFORM -> "ended";
        };
    }

    static String words(InvocationStatus status) {
        return Texts.text("invocation.status." + word(status));
    }

    static String words(StepResult.Status status) {
        return Texts.text("step.status." + word(status));
    }

    private static String word(Enum<?> status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How far it is, as people count. */
    static String progress(Tally tally) {
        if (tally.targets() == 0) return Texts.text("commands.progress.none");
        return tally.errors() == 0
                ? Texts.text("commands.progress", tally.completed(), tally.targets())
                : Texts.text("commands.progress.errors", tally.completed(), tally.targets(), tally.errors());
    }

    static String targets(Command command) {
        return switch (command.targets()) {
            case Targets.Named(var nodes) -> Texts.text("commands.targets.named", nodes.size());
            case Targets.Fitting(var criteria) ->
                criteria.stream().map(CommandLook::criterion).collect(Collectors.joining(" · "));
        };
    }

    private static String criterion(Targets.Criterion criterion) {
        if (criterion.key().equals(Targets.Criterion.IDS))
            return Texts.text("commands.targets.named", criterion.values().size());
        var values = String.join(", ", criterion.values());
        return criterion.key().equals(Targets.Criterion.TAG_KEY)
                ? Texts.text("commands.targets.key", values)
                : criterion.key().substring(Targets.Criterion.TAG.length()) + "=" + values;
    }

    /** What a node says more than can be kept ends with a word about it. */
    static boolean truncated(String output) {
        return CUT.stream().anyMatch(output.stripTrailing()::endsWith);
    }

    /** The first line of an output, for a row. */
    static String firstLine(String output) {
        return output.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
    }
}
