package dev.postern.commands;

import java.util.UUID;
import java.util.regex.Pattern;

/** A command's id: a UUID in lower case, as clients and agents know it. */
public record CommandId(String value) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    public CommandId {
        if (!isValid(value)) throw new IllegalArgumentException("not a command's id (a UUID in lower case): " + value);
    }

    static CommandId fresh() {
        return new CommandId(UUID.randomUUID().toString());
    }

    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
