package dev.postern.inventory;

import java.util.regex.Pattern;

/** Facts a node reported, cut to what is kept (lengths: botocore ssm/2014-11-06 InstanceInformation, and columns). */
final class Reported {
    private static final int COMPUTER_NAME = 255;
    private static final int ADDRESS = 46;
    private static final int PLATFORM_TYPE = 16;
    private static final int PLATFORM = 128;
    private static final int AGENT = 64;

    private static final Pattern ADDRESS_FORM = Pattern.compile("[0-9a-fA-F:.]{2,}(%[0-9A-Za-z._-]+)?");

    private Reported() {}

    static String agentVersion(String text) {
        return cut(text, AGENT);
    }

    /** What is known after this report: what it leaves empty stays. */
    static Facts merge(Facts known, Facts reported) {
        return new Facts(
                either(cut(reported.computerName(), COMPUTER_NAME), known.computerName()),
                either(address(reported.address()), known.address()),
                either(cut(reported.platformType(), PLATFORM_TYPE), known.platformType()),
                either(cut(reported.platformName(), PLATFORM), known.platformName()),
                either(cut(reported.platformVersion(), PLATFORM), known.platformVersion()),
                either(cut(reported.agentName(), AGENT), known.agentName()),
                either(cut(reported.agentVersion(), AGENT), known.agentVersion()));
    }

    /** Of IPv4 or IPv6, as text; empty for what is neither: it is shown as an address, and nothing else may look like one. */
    private static String address(String text) {
        var clean = cut(text, ADDRESS);
        return ADDRESS_FORM.matcher(clean).matches() ? clean : "";
    }

    private static String either(String reported, String known) {
        return reported.isEmpty() ? known : reported;
    }

    private static String cut(String text, int longest) {
        // Lone surrogates as well: no database stores them. And format characters: a name that turns the text round
        // looks like another's.
        var clean = text.codePoints()
                .filter(c -> !Character.isISOControl(c)
                        && Character.getType(c) != Character.SURROGATE
                        && Character.getType(c) != Character.FORMAT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        if (clean.length() <= longest) {
            return clean;
        }
        return clean.substring(0, Character.isHighSurrogate(clean.charAt(longest - 1)) ? longest - 1 : longest);
    }
}
