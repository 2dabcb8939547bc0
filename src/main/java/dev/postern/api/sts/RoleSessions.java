package dev.postern.api.sts;

import static java.util.stream.Collectors.toMap;

import dev.postern.access.AccessRequest;
import dev.postern.access.Gate;
import dev.postern.access.Leg;
import dev.postern.access.Outcome;
import dev.postern.api.operation.Answer;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Permission;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Shape;
import dev.postern.api.operation.Xml;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.identity.SessionTag;
import dev.postern.identity.Standing;
import dev.postern.identity.roles.Role;
import dev.postern.identity.roles.RoleSession;
import dev.postern.identity.roles.Roles;
import dev.postern.identity.roles.SessionCredentials;
import dev.postern.identity.roles.SessionCredentials.Issued;
import dev.postern.identity.roles.WebIdentities;
import dev.postern.identity.roles.WebIdentities.WebIdentity;
import dev.postern.identity.roles.WebIdentityRefused;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Into a role: by one's own credentials, or by the token of a web identity provider. */
@Component
final class RoleSessions implements OperationGroup {
    private static final int USUAL_SECONDS = 3600;
    /** AWS's limit for a role assumed from a role, whatever that role allows. */
    private static final int LONGEST_CHAINED_SECONDS = 3600;

    private static final Shape<Integer> DURATION = Shape.digits(Shapes.SHORTEST_SECONDS, 43_200);
    private static final Shape<String> EXTERNAL_ID = Shape.text(2, 1224, Pattern.compile("[\\w+=,.@:/-]*"));
    private static final Shape<String> WEB_TOKEN = Shape.secret(4, 20_000);
    private static final Shape<String> PROVIDER_ID = Shape.text(4, 2048);
    private static final Pattern ROLE_ARN = Pattern.compile("arn:aws:iam::[0-9]{12}:role/\\S+");
    private static final String NOT_AUTHORIZED = "Not authorized to perform sts:AssumeRoleWithWebIdentity";

    private final Roles roles;
    private final SessionCredentials sessions;
    private final WebIdentities identities;
    private final SessionPolicies policies;
    private final Gate gate;
    private final CodeDevice device;
    private final Account account;

    RoleSessions(
            Roles roles,
            SessionCredentials sessions,
            WebIdentities identities,
            SessionPolicies policies,
            Gate gate,
            CodeDevice device,
            Account account) {
        this.roles = roles;
        this.sessions = sessions;
        this.identities = identities;
        this.policies = policies;
        this.gate = gate;
        this.device = device;
        this.account = account;
    }

    @Override
    public Service service() {
        return Service.STS;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "AssumeRole", new Operation.ForUsers(this::assume),
                "AssumeRoleWithWebIdentity", new Operation.ForAnybody(this::assumeByWebIdentity));
    }

    private Answer assume(Caller signed, Call call) {
        var input = call.input();
        var arn = roleArn(input);
        var name = input.required("RoleSessionName", Shapes.NAME_OF_SESSION);
        int seconds = input.optional("DurationSeconds", DURATION, USUAL_SECONDS);
        var external = input.optional("ExternalId", EXTERNAL_ID);
        var caller = device.proven(signed, input);
        var asked = AskedSession.of(input, caller);
        var limits = policies.of(input);
        if (input.optional("ProvidedContexts", Shapes.list(Shape.structure(each -> each), 5), List.of())
                        .size()
                > 0) throw ApiError.of("UnsupportedOperation", "ProvidedContexts are nothing Postern knows.");
        if (caller.standing() instanceof Standing.InRole && seconds > LONGEST_CHAINED_SECONDS)
            throw ApiError.validation(
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");
        var role = roles.at(arn);

        var id = sessions.newId();
        var facts = facts(id, name, seconds, asked);
        if (external != null) facts.put("externalId", external);
        var request =
                request(caller, "sts:AssumeRole", arn, name, asked, external).with(facts);
        var session = role.map(
                found -> new RoleSession(found, name, asked.sourceIdentity(), asked.tags(), limits.documents()));
        var issued = Permission.done(request, enter(request, id, session, limits, seconds));
        return new Answer.Result(Shapes.NAMESPACE, assumed(issued, session.orElseThrow(), asked, limits));
    }

    /** To bring tags or a source identity takes a permission of its own, in the trust policy as well (semantics.md §7). */
    private static AccessRequest request(
            Caller caller, String action, String arn, String name, AskedSession asked, @Nullable String external) {
        var leg = Leg.of(action, arn).where("sts:RoleSessionName", name);
        if (external != null) leg = leg.where("sts:ExternalId", external);
        var source = asked.sourceIdentity();
        if (source != null) leg = leg.where("sts:SourceIdentity", source);
        leg = leg.giving(asked.tags().stream().collect(toMap(SessionTag::key, SessionTag::value)));
        var request = AccessRequest.of(caller, leg);
        if (!asked.tags().isEmpty()) request = request.and(leg.as("sts:TagSession"));
        return source == null ? request : request.and(leg.as("sts:SetSourceIdentity"));
    }

    private Answer assumeByWebIdentity(Call call) {
        var input = call.input();
        var arn = roleArn(input);
        var name = input.required("RoleSessionName", Shapes.NAME_OF_SESSION);
        int seconds = input.optional("DurationSeconds", DURATION, USUAL_SECONDS);
        var token = input.required("WebIdentityToken", WEB_TOKEN);
        if (input.optional("ProviderId", PROVIDER_ID) != null)
            throw ApiError.validation(
                    "ProviderId is for OAuth 2.0 access tokens of two providers at AWS: leave it out.");
        var limits = policies.of(input);
        var role = roles.at(arn);
        var identity = verified(role, token, call.address());
        var asked = AskedSession.claimed(identity.sourceIdentity(), identity.tags());

        var id = sessions.newId();
        var facts = facts(id, name, seconds, asked);
        facts.put("issuer", identity.issuer());
        facts.put("audience", identity.audience());
        facts.put("subject", identity.subject());
        var request = request(identity.caller(), "sts:AssumeRoleWithWebIdentity", arn, name, asked, null)
                .with(facts);
        var session = role.map(
                found -> new RoleSession(found, name, asked.sourceIdentity(), asked.tags(), limits.documents()));
        return switch (enter(request, id, session, limits, seconds)) {
            case Outcome.Done<Issued>(var issued) ->
                new Answer.Result(
                        Shapes.NAMESPACE,
                        assumed(issued, session.orElseThrow(), asked, limits)
                                + Xml.element("SubjectFromWebIdentityToken", identity.subject())
                                + Xml.element("Provider", identity.issuer())
                                + Xml.element("Audience", identity.audience()));
            // Why is in the trail; a stranger learns nothing of whom a role trusts.
            case Outcome.Refused<Issued> _ -> throw ApiError.denied(NOT_AUTHORIZED);
        };
    }

    private WebIdentity verified(Optional<Role> role, String token, String address) {
        var provider = role.map(found -> found.trust().provider());
        if (provider.isEmpty()) throw ApiError.foreign(NOT_AUTHORIZED);
        try {
            return identities.verify(token, provider.get(), address);
        } catch (WebIdentityRefused refused) {
            throw switch (refused.why()) {
                case INVALID -> ApiError.forged("InvalidIdentityToken", refused.text());
                case EXPIRED -> ApiError.of("ExpiredTokenException", refused.text());
                case PROVIDER_SILENT -> ApiError.of("IDPCommunicationError", refused.text());
            };
        }
    }

    /** Where there is no role the gate says so: it never gets to the effect. */
    private Outcome<Issued> enter(
            AccessRequest request,
            String id,
            Optional<RoleSession> session,
            SessionPolicies.Asked limits,
            int seconds) {
        return Shapes.issued(() -> gate.perform(request, () -> {
            // after the decision: who may not enter does not learn of roles and policies that they are there
            fits(seconds, session.orElseThrow().role());
            limits.requireThere();
            return sessions.inRole(id, request.caller(), session.orElseThrow(), Duration.ofSeconds(seconds));
        }));
    }

    private static String roleArn(Input input) {
        var arn = input.required("RoleArn", Shapes.ARN);
        if (!ROLE_ARN.matcher(arn).matches())
            throw ApiError.validation(arn.length() > 128 ? "RoleArn is invalid" : arn + " is invalid");
        return arn;
    }

    private static void fits(int seconds, Role role) {
        if (seconds > role.longest().toSeconds())
            throw ApiError.validation(
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }

    private static Map<String, String> facts(String id, String name, int seconds, AskedSession asked) {
        var facts = new TreeMap<>(asked.facts());
        facts.put("accessKeyId", id);
        facts.put("roleSessionName", name);
        facts.put("durationSeconds", Integer.toString(seconds));
        return facts;
    }

    private String assumed(Issued issued, RoleSession session, AskedSession asked, SessionPolicies.Asked limits) {
        var source = asked.sourceIdentity();
        var packed = Math.min(100, asked.packedSize() + limits.packedSize());
        return Shapes.credentials(issued)
                + "<AssumedRoleUser>"
                + Xml.element("AssumedRoleId", session.role().id() + ":" + session.name())
                + Xml.element("Arn", account.assumedRole(session.role().name(), session.name()))
                + "</AssumedRoleUser>"
                + (packed == 0 ? "" : Xml.element("PackedPolicySize", Integer.toString(packed)))
                + (source == null ? "" : Xml.element("SourceIdentity", source));
    }
}
