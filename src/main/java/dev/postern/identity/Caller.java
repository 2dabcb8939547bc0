package dev.postern.identity;

import dev.postern.trail.Actor;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An authenticated principal behind one call.
 *
 * @param arn e.g. {@code arn:aws:iam::000000000000:user/admin}
 * @param name the user's name; in a role, the name of the role session
 * @param accessKeyId the key that signed, null for a browser sign-in
 * @param address where the call came from, IP text
 * @param assurance how they signed in, of a call from a browser or with temporary credentials; null for one that was signed with a key of the user's own
 * @param approach by what the call came; null where nobody knows it by now
 */
public record Caller(
        String arn,
        String name,
        Set<String> groups,
        @Nullable String accessKeyId,
        @Nullable String address,
        Standing standing,
        @Nullable Assurance assurance,
        @Nullable Approach approach)
        implements Serializable {
    /** The group that is there from the first start on; it may what the policy says that is attached to it. */
    public static final String ADMINISTRATORS = "administrators";

    public Caller {
        groups = Set.copyOf(groups);
    }

    /** Somebody as themselves, of whom nothing more is known. */
    public Caller(String arn, String name, Set<String> groups, @Nullable String accessKeyId, @Nullable String address) {
        this(arn, name, groups, accessKeyId, address, new Standing.Own(name, new TreeMap<>()));
    }

    public Caller(
            String arn,
            String name,
            Set<String> groups,
            @Nullable String accessKeyId,
            @Nullable String address,
            Standing standing) {
        this(arn, name, groups, accessKeyId, address, standing, null, null);
    }

    /** The same, from a browser. */
    public Caller assured(@Nullable Assurance assurance) {
        return new Caller(arn, name, groups, accessKeyId, address, standing, assurance, approach);
    }

    /** The same, having come by that. */
    public Caller by(@Nullable Approach approach) {
        return new Caller(arn, name, groups, accessKeyId, address, standing, assurance, approach);
    }

    /** What {@code aws:userid} says: a user's {@code AIDA…}; in a role, {@code AROA…:session-name}. */
    public String userId() {
        return switch (standing) {
            case Standing.Own own -> own.id();
            case Standing.InRole role -> role.roleId() + ":" + name;
            case Standing.ByWebIdentity _, Standing.OfNode _ -> name;
        };
    }

    /** The same, for a call that was signed with this key. */
    public Caller signedWith(String key) {
        return new Caller(arn, name, groups, key, address, standing);
    }

    /** Condition keys of the way they called, which hold for what they began on it: from where, how safely, and how sure it was who they are. */
    public SortedMap<String, String> circumstances(Instant now) {
        var keys = new TreeMap<String, String>();
        if (assurance != null) {
            keys.put("aws:MultiFactorAuthPresent", String.valueOf(assurance.multiFactor()));
            assurance.multiFactorAge(now).ifPresent(age -> keys.put("aws:MultiFactorAuthAge", seconds(age)));
            assurance.stepUpAge(now).ifPresent(age -> keys.put("postern:StepUpAge", seconds(age)));
            var since = assurance.signedInAt();
            if (since != null)
                keys.put(
                        "aws:TokenIssueTime",
                        since.truncatedTo(ChronoUnit.SECONDS).toString());
        }
        if (address != null) keys.put("aws:SourceIp", address);
        if (approach != null && !approach.userAgent().isEmpty()) keys.put("aws:UserAgent", approach.userAgent());
        // who signs has come by the API, which speaks TLS alone
        if (accessKeyId != null) keys.put("aws:SecureTransport", "true");
        else if (approach != null) keys.put("aws:SecureTransport", String.valueOf(approach.secure()));
        return keys;
    }

    private static String seconds(Duration age) {
        return Long.toString(age.toSeconds());
    }

    /** Whoever is behind it: of all sessions of one user, in whatever role, that user. */
    public String origin() {
        return standing instanceof Standing.InRole role ? role.origin() : arn;
    }

    /** What people read: a user's name; in a role, whose sessions may call themselves what they like, {@code role/session-name}. */
    public String label() {
        return standing instanceof Standing.InRole ? arn.substring(arn.indexOf('/') + 1) : name;
    }

    public Actor actor() {
        return new Actor(arn, label(), address);
    }

    /** What the trail knows of a call beside its actor: the key that signed, and in a role who is in it. */
    public SortedMap<String, String> facts() {
        var facts = new TreeMap<String, String>();
        if (accessKeyId != null) facts.put("signedWith", accessKeyId);
        if (standing instanceof Standing.InRole role) {
            facts.put("origin", role.origin());
            if (role.sourceIdentity() != null) facts.put("sourceIdentity", role.sourceIdentity());
        }
        return facts;
    }
}
