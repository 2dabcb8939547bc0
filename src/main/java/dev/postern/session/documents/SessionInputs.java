package dev.postern.session.documents;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code inputs} of a session document say, read tolerantly: documents in use carry booleans as texts and minutes as numbers.
 *
 * @param idle null where the document says nothing
 * @param maximum null where the document says nothing
 * @param kmsKeyId empty for none
 * @param runAsUser empty for none
 * @param linuxProfile typed into shells on Linux and macOS when they start
 */
public record SessionInputs(
        @Nullable Duration idle,
        @Nullable Duration maximum,
        String kmsKeyId,
        boolean runAs,
        String runAsUser,
        String linuxProfile,
        String windowsProfile) {
    public static final int LONGEST_IDLE = 60;
    public static final int LONGEST_MAXIMUM = 1_440;

    static final String IDLE = "idleSessionTimeout";
    static final String MAXIMUM = "maxSessionDuration";
    private static final String KMS = "kmsKeyId";
    private static final String RUN_AS = "runAsEnabled";
    private static final String RUN_AS_USER = "runAsDefaultUser";
    private static final String PROFILE = "shellProfile";

    /** Where AWS's agent puts transcripts. Postern's gateway keeps what a session printed itself, out of the node's reach. */
    private static final Set<String> TRANSCRIPT_PLACES =
            Set.of("s3BucketName", "s3KeyPrefix", "cloudWatchLogGroupName");

    private static final Set<String> TRANSCRIPT_FLAGS =
            Set.of("s3EncryptionEnabled", "cloudWatchEncryptionEnabled", "cloudWatchStreamingEnabled");
    private static final Set<String> MEMBERS = Set.of(
            "s3BucketName",
            "s3KeyPrefix",
            "s3EncryptionEnabled",
            "cloudWatchLogGroupName",
            "cloudWatchEncryptionEnabled",
            "cloudWatchStreamingEnabled",
            KMS,
            RUN_AS,
            RUN_AS_USER,
            IDLE,
            MAXIMUM,
            PROFILE);

    private static final Pattern KEY = Pattern.compile("[a-zA-Z0-9:/_-]{1,2048}");
    /** Whatever names a local or domain user and cannot be taken for an option or a path. */
    private static final Pattern USER = Pattern.compile("[^\\s\\p{Cntrl}/:-][^\\s\\p{Cntrl}/:]{0,255}");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    static void check(JsonNode inputs, Findings findings) {
        if (inputs.isMissingNode() || !findings.object(inputs, "inputs")) return;
        findings.onlyMembers(inputs, "inputs", MEMBERS);
        for (var each : inputs.properties()) {
            var name = each.getKey();
            var value = each.getValue();
            if (Placeholders.has(value)) continue; // looked at again when it is filled in
            var path = "inputs." + name;
            if (TRANSCRIPT_FLAGS.contains(name) || name.equals(RUN_AS)) checkFlag(value, path, findings);
            else if (TRANSCRIPT_PLACES.contains(name)) findings.text(value, path);
            else checkOther(name, value, path, findings);
        }
    }

    private static void checkOther(String name, JsonNode value, String path, Findings findings) {
        switch (name) {
            case IDLE -> checkMinutes(value, path, LONGEST_IDLE, findings);
            case MAXIMUM -> checkMinutes(value, path, LONGEST_MAXIMUM, findings);
            case KMS -> {
                if (findings.text(value, path) && !fits(value, KEY))
                    findings.add(path, "is no name of a key", "Write a key's id, ARN or alias, or \"\" for none.");
            }
            case RUN_AS_USER -> {
                if (findings.text(value, path)) checkUser(value, path, findings);
            }
            case PROFILE -> checkProfile(value, path, findings);
            default -> {
                // no such member: said already
            }
        }
    }

    private static void checkUser(JsonNode value, String path, Findings findings) {
        if (value.stringValue().equals("root"))
            findings.add(path, "is root, whom no session runs as", "Name another user of the node.");
        else if (!fits(value, USER))
            findings.add(
                    path,
                    "is no name of a user",
                    "Use up to 256 characters without blanks, / and :, and no - first, or \"\" for none.");
    }

    private static void checkFlag(JsonNode value, String path, Findings findings) {
        var text = value.isString() ? value.stringValue() : "";
        boolean flag = value.isBoolean()
                || value.isString()
                        && (text.isEmpty() || text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"));
        if (!flag) findings.add(path, "is " + Findings.shown(value), "Write true or false.");
    }

    private static void checkMinutes(JsonNode value, String path, int most, Findings findings) {
        var text = value.isString() || value.isIntegralNumber() ? value.asString("") : "?";
        if (text.isEmpty()) return;
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= most) return;
        findings.add(
                path,
                "is " + Findings.shown(value) + ", it must be minutes from 1 to " + most,
                "Write \"1\" to \"" + most + "\", or \"\" for the server's own limit.");
    }

    private static void checkProfile(JsonNode profile, String path, Findings findings) {
        if (!findings.object(profile, path)) return;
        findings.onlyMembers(profile, path, Set.of("linux", "windows"));
        for (var platform : List.of("linux", "windows"))
            if (profile.has(platform)) findings.text(profile.path(platform), path + "." + platform);
    }

    private static boolean fits(JsonNode value, Pattern pattern) {
        return value.stringValue().isEmpty()
                || pattern.matcher(value.stringValue()).matches();
    }

    /** Reads inputs that were checked and filled in. */
    static SessionInputs of(JsonNode inputs) {
        return new SessionInputs(
                minutes(inputs.path(IDLE)),
                minutes(inputs.path(MAXIMUM)),
                inputs.path(KMS).asString(""),
                flag(inputs.path(RUN_AS)),
                inputs.path(RUN_AS_USER).asString(""),
                inputs.path(PROFILE).path("linux").asString(""),
                inputs.path(PROFILE).path("windows").asString(""));
    }

    private static @Nullable Duration minutes(JsonNode value) {
        var text = value.asString("");
        return text.isEmpty() ? null : Duration.ofMinutes(Integer.parseInt(text));
    }

    private static boolean flag(JsonNode value) {
        return value.isBoolean() ? value.booleanValue() : value.asString("").equalsIgnoreCase("true");
    }

    /** Puts these into a document in their canonical form and leaves the rest of its inputs alone. */
    public void writeInto(ObjectNode inputs) {
        inputs.put(IDLE, text(idle)).put(MAXIMUM, text(maximum)).put(KMS, kmsKeyId);
        inputs.put(RUN_AS, runAs).put(RUN_AS_USER, runAsUser);
        inputs.putObject(PROFILE).put("linux", linuxProfile).put("windows", windowsProfile);
    }

    private static String text(@Nullable Duration minutes) {
        return minutes == null ? "" : Long.toString(minutes.toMinutes());
    }

    /**
     * The inputs as an agent is told them: booleans as booleans, since it reads cloudWatchStreamingEnabled no other way, and no place for transcripts. A
     * stock agent would look for the bucket with the credentials it has from Postern, and refuse the session when AWS refuses those.
     */
    static ObjectNode forAgents(ObjectNode inputs) {
        var told = inputs.deepCopy();
        for (var place : TRANSCRIPT_PLACES) if (told.has(place)) told.put(place, "");
        for (var flag : TRANSCRIPT_FLAGS) if (told.has(flag)) told.put(flag, false);
        if (told.has(RUN_AS) && !Placeholders.has(told.path(RUN_AS))) told.put(RUN_AS, flag(told.path(RUN_AS)));
        for (var minutes : List.of(IDLE, MAXIMUM))
            if (told.has(minutes))
                told.set(minutes, NODES.stringNode(told.path(minutes).asString("")));
        return told;
    }
}
