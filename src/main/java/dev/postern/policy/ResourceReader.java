package dev.postern.policy;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a resource: {@code *}, or an ARN whose parts may have wildcards and whose last part may have variables. */
final class ResourceReader {
    private static final int PARTITION = 1;
    private static final int SERVICE = 2;
    private static final int REGION = 3;
    private static final int ACCOUNT = 4;
    private static final int LAST = Arn.PARTS - 1;
    private static final Pattern PARTITIONS = Pattern.compile("aws[a-z-]*|.*[*?].*");
    private static final Pattern REGIONS = Pattern.compile("[a-z0-9-]*|.*[*?].*");
    private static final Pattern ACCOUNTS = Pattern.compile("|aws|[0-9]{12}|.*[*?].*");

    private final boolean variables;
    private final String path;
    private final Findings findings;

    ResourceReader(boolean variables, String path, Findings findings) {
        this.variables = variables;
        this.path = path;
        this.findings = findings;
    }

    Resources.@Nullable Pattern read(Json.Text text) {
        var source = text.value();
        if (source.equals("*")) return new Resources.Pattern.Everything();
        var parts = source.split(":", Arn.PARTS);
        if (!source.startsWith("arn:") || parts.length < Arn.PARTS) {
            findings.error(
                    text.at(),
                    path,
                    "is " + Findings.shown(source) + ", a resource is \"*\" or an ARN of six parts",
                    "Write arn:partition:service:region:account:resource, with * for what may be anything.");
            return null;
        }
        if (!headIsFine(text, parts)) return null;
        return compiled(text, source, parts[LAST]);
    }

    private boolean headIsFine(Json.Text text, String[] parts) {
        for (int i = 0; i < LAST; i++) {
            if (variables && parts[i].contains("${")) {
                findings.error(
                        text.at(),
                        path,
                        "is " + Findings.shown(text.value()) + ", a variable may stand behind the fifth colon alone",
                        "Write * in its place and compare in a condition.");
                return false;
            }
        }
        if (parts[SERVICE].isEmpty() || parts[SERVICE].indexOf('*') >= 0 || parts[SERVICE].indexOf('?') >= 0) {
            findings.error(
                    text.at(),
                    path,
                    "is " + Findings.shown(text.value()) + ", the service of an ARN must be there and has no wildcards",
                    "Name the service, or write \"*\" for every resource.");
            return false;
        }
        return true;
    }

    private Resources.@Nullable Pattern compiled(Json.Text text, String source, String last) {
        try {
            var tail = Template.of(last, true, variables);
            var head = source.substring(0, source.length() - last.length());
            var constant = tail.constant();
            neverMatches(text, source.split(":", Arn.PARTS));
            if (constant == null) return new Resources.Pattern.Open(source, arn(beginning(head, tail)), tail);
            var codes = new int[head.length() + constant.length];
            System.arraycopy(Glob.codes(head), 0, codes, 0, head.length());
            System.arraycopy(constant, 0, codes, head.length(), constant.length);
            return new Resources.Pattern.Fixed(source, arn(codes));
        } catch (Template.Malformed malformed) {
            findings.error(
                    text.at(),
                    path,
                    malformed.rule(),
                    "Write ${key}, or ${key, 'default'}; ${$} stands for a dollar sign.");
            return null;
        }
    }

    /** What a resource must begin with, so that most are told apart before a variable is looked up. */
    private static int[] beginning(String head, Template tail) {
        var fixed = tail.beginning();
        var codes = new int[head.length() + fixed.length + 1];
        System.arraycopy(Glob.codes(head), 0, codes, 0, head.length());
        System.arraycopy(fixed, 0, codes, head.length(), fixed.length);
        codes[codes.length - 1] = Glob.MANY;
        return codes;
    }

    private static ArnPattern arn(int[] codes) {
        var pattern = ArnPattern.of(codes);
        if (pattern == null) throw new IllegalStateException("six parts were counted");
        return pattern;
    }

    private void neverMatches(Json.Text text, String[] parts) {
        String wrong = null;
        if (!PARTITIONS.matcher(parts[PARTITION]).matches()) wrong = "a partition is aws, aws-cn or aws-us-gov";
        else if (!REGIONS.matcher(parts[REGION]).matches()) wrong = "a Region has small letters, digits and hyphens";
        else if (!ACCOUNTS.matcher(parts[ACCOUNT]).matches()) wrong = "an account has twelve digits";
        else if (parts[LAST].isEmpty()) wrong = "its last part, the resource, is empty";
        if (wrong != null)
            findings.remark(
                    text.at(),
                    path,
                    "is " + Findings.shown(text.value()) + ", which no resource is called: " + wrong,
                    "Check its parts.");
    }
}
