package dev.postern.policy;

import java.util.regex.Pattern;

/** How an action is written: {@code *}, or a service, a colon, and a name that may have wildcards. */
final class ActionText {
    private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9-]+");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9*?]+");

    private ActionText() {}

    /** @return false after an error was found */
    static boolean check(Json.Text text, String path, Findings findings) {
        var action = text.value();
        if (action.equals("*")) return true;
        if (action.isBlank() || action.indexOf(',') >= 0 || !action.equals(action.strip())) {
            findings.remark(
                    text.at(),
                    path,
                    "is " + Findings.shown(action) + ", which no action is: nothing is trimmed or split",
                    "Write each action as a text of its own, without blanks around it.");
            return true;
        }
        int colon = action.indexOf(':');
        if (colon < 0) {
            findings.error(
                    text.at(),
                    path,
                    "is " + Findings.shown(action) + ", an action begins with its service",
                    "Write e.g. \"ssm:" + (action.length() < 40 ? action : "StartSession") + "\".");
            return false;
        }
        if (action.indexOf(':', colon + 1) >= 0) {
            findings.error(
                    text.at(),
                    path,
                    "is " + Findings.shown(action) + ", an action has one colon",
                    "Write e.g. \"ssm:StartSession\".");
            return false;
        }
        if (!SERVICE.matcher(action.substring(0, colon)).matches()) {
            findings.error(
                    text.at(),
                    path,
                    "is " + Findings.shown(action) + ", a service has letters, digits and hyphens, and no wildcards",
                    "Write \"*\" for every action of every service.");
            return false;
        }
        if (!NAME.matcher(action.substring(colon + 1)).matches())
            findings.remark(
                    text.at(),
                    path,
                    "is " + Findings.shown(action) + ", which no action is: their names have letters and digits",
                    "Check how it is spelled.");
        return true;
    }
}
