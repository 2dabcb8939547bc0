package dev.postern.console.shell;

/** How much, in a few characters, by powers of a thousand. */
public final class Amounts {
    private static final int STEP = 1_000;
    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

    private Amounts() {}

    public static String bytes(long bytes) {
        if (bytes < STEP) return Texts.text("amount.bytes", bytes);
        var value = bytes / (double) STEP;
        var unit = 0;
        // 999.95 would be shown as 1000.0
        for (; value >= STEP - 0.05; value /= STEP) unit++;
        return Texts.text("amount", value, UNITS[unit]);
    }
}
