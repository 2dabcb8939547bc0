package dev.postern.identity.roles;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.postern.identity.SessionTag;
import dev.postern.identity.roles.WebIdentityRefused.Why;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a token says of the session to be, in AWS's own claims: a source identity, and tags as {@code {"principal_tags": {"Team":
 * ["red"]}, "transitive_tag_keys": ["Team"]}}.
 */
final class ClaimedSession {
    private static final String SOURCE_IDENTITY = "https://aws.amazon.com/source_identity";
    private static final String TAGS = "https://aws.amazon.com/tags";

    private ClaimedSession() {}

    static @Nullable String sourceIdentity(JWTClaimsSet claims) throws ParseException {
        return claims.getStringClaim(SOURCE_IDENTITY);
    }

    static List<SessionTag> tags(JWTClaimsSet claims) {
        var said = claims.getClaim(TAGS);
        if (said == null) return List.of();
        if (!(said instanceof Map<?, ?> map)) throw wrong();
        var transitive = map.get("transitive_tag_keys") instanceof List<?> keys ? keys : List.of();
        if (!(map.get("principal_tags") instanceof Map<?, ?> values)) throw wrong();
        var tags = new ArrayList<SessionTag>();
        values.forEach((key, value) -> {
            // AWS writes each value as an array of one
            var one = value instanceof List<?> list && list.size() == 1 ? list.getFirst() : value;
            if (!(key instanceof String name) || !(one instanceof String text)) throw wrong();
            tags.add(new SessionTag(name, text, transitive.contains(name)));
        });
        return List.copyOf(tags);
    }

    private static WebIdentityRefused wrong() {
        return new WebIdentityRefused(
                Why.INVALID, "The claim " + TAGS + " must hold principal_tags, each key with one text.");
    }
}
