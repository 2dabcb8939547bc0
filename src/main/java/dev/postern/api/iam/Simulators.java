package dev.postern.api.iam;

import dev.postern.access.AccessRequest;
import dev.postern.access.GuardRails;
import dev.postern.access.policies.ManagedPolicy;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.api.operation.Answer;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Permission;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Shape;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.identity.Users;
import dev.postern.policy.Layers;
import dev.postern.policy.Policy;
import dev.postern.policy.PolicyKind;
import dev.postern.policy.PolicyPrincipal;
import dev.postern.policy.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What policies would say: those that come with the call, or those a principal has. Nothing is done, and the reasons are told. */
@Component
final class Simulators implements OperationGroup {
    private static final Shape<List<String>> REQUIRED_DOCUMENTS = Shape.list(Shapes.DOCUMENT, 1, 100);

    private final Policies policies;
    private final Users users;
    private final NamedPrincipals named;
    private final GuardRails guardRails;
    private final Permission permission;
    private final Account account;
    private final SimulationTurns turns;

    Simulators(
            Policies policies,
            Users users,
            NamedPrincipals named,
            GuardRails guardRails,
            Permission permission,
            Account account,
            SimulationTurns turns) {
        this.policies = policies;
        this.users = users;
        this.named = named;
        this.guardRails = guardRails;
        this.permission = permission;
        this.account = account;
        this.turns = turns;
    }

    @Override
    public Service service() {
        return Service.IAM;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "SimulateCustomPolicy", new Operation.ForUsers(this::custom),
                "SimulatePrincipalPolicy", new Operation.ForUsers(this::principal));
    }

    // ── policies of the call ──

    private Answer custom(Caller caller, Call call) {
        var input = call.input();
        input.required("PolicyInputList", REQUIRED_DOCUMENTS);
        var identity = Simulation.policies(input, "PolicyInputList");
        var boundary = Simulation.boundary(input);
        var asking = input.optional("CallerArn", Shapes.ARN);
        var simulation = Simulation.of(input, RequestContext.builder());
        if (simulation.resourcePolicy() != null && asking == null)
            throw IamErrors.invalidInput("With a ResourcePolicy, CallerArn says whom it is asked about: a user's ARN.");
        permission.toRead(AccessRequest.of(caller, "iam:SimulateCustomPolicy", account.policy("*")));
        var principal = asking == null ? PolicyPrincipal.unnamed(account.accountId()) : asUser(caller, asking);
        return answer(input, simulation, principal, layers(identity, boundary), boundary.isPresent(), false);
    }

    private static Layers.Builder layers(List<Policy> identity, Optional<Policy> boundary) {
        var layers = Layers.builder().identity(identity);
        boundary.ifPresent(layers::boundary);
        return layers;
    }

    /**
     * Somebody whom the call names; nobody need be there of that name. With their id and tags for who may look at them, else as a name: by conditions one could
     * ask for either, a guess at a time.
     */
    private PolicyPrincipal asUser(Caller caller, String arn) {
        var prefix = account.user("");
        if (!arn.startsWith(prefix) || arn.length() == prefix.length())
            throw IamErrors.invalidInput("CallerArn is the ARN of a user of this account, not: " + arn);
        var named = this.named.request(caller, "iam:GetUser", Subject.user(arn.substring(prefix.length())));
        return permission.may(named) ? asUser(arn) : PolicyPrincipal.user(arn, "", Map.of());
    }

    private PolicyPrincipal asUser(String arn) {
        var name = arn.substring(account.user("").length());
        return users.find(name)
                .map(user -> PolicyPrincipal.user(arn, user.id(), user.tags()))
                .orElseGet(() -> PolicyPrincipal.user(arn, "", Map.of()));
    }

    // ── policies of a principal ──

    private Answer principal(Caller caller, Call call) {
        var input = call.input();
        var subject = subject(input.required("PolicySourceArn", Shapes.ARN));
        var more = Simulation.policies(input, "PolicyInputList");
        var instead = Simulation.boundary(input);
        var asking = input.optional("CallerArn", Shapes.ARN);
        permission.toRead(named.request(caller, "iam:SimulatePrincipalPolicy", subject));
        named.require(subject);
        var simulation = Simulation.of(input, context(subject));
        if (simulation.resourcePolicy() != null && subject.kind() != Subject.Kind.USER && asking == null)
            throw IamErrors.invalidInput("With a ResourcePolicy, CallerArn says whom it is asked about: a user's ARN.");

        var identity = identity(subject);
        identity.addAll(more);
        var boundary = instead.or(() -> policies.boundary(subject).map(Simulators::compiled));
        var layers = layers(identity, boundary).guardRails(guardRails.levels());
        var principal = asking != null
                ? asUser(caller, asking)
                : subject.kind() == Subject.Kind.USER
                        ? asUser(named.arn(subject))
                        : PolicyPrincipal.unnamed(account.accountId());
        return answer(
                input,
                simulation,
                principal,
                layers,
                boundary.isPresent(),
                !guardRails.levels().isEmpty());
    }

    private Subject subject(String arn) {
        for (var kind : Subject.Kind.values()) {
            var prefix = named.arn(new Subject(kind, ""));
            if (arn.startsWith(prefix) && arn.length() > prefix.length())
                return new Subject(kind, arn.substring(prefix.length()));
        }
        throw IamErrors.invalidInput(
                "PolicySourceArn is the ARN of a user, a group or a role of this account, not: " + arn);
    }

    /** What is sure of whoever would ask; the call may say more, and otherwise. */
    private RequestContext.Builder context(Subject subject) {
        var context = RequestContext.builder();
        if (subject.kind() == Subject.Kind.USER) return context;
        context.put("aws:PrincipalAccount", account.accountId());
        if (subject.kind() == Subject.Kind.ROLE)
            context.put("aws:PrincipalType", "AssumedRole")
                    .put("aws:PrincipalArn", named.arn(subject))
                    .tags("aws:PrincipalTag", named.role(subject.name()).tags());
        return context;
    }

    /** A user's with those of their groups. */
    private List<Policy> identity(Subject subject) {
        var all = new ArrayList<>(own(subject));
        if (subject.kind() == Subject.Kind.USER)
            named.user(subject.name()).groups().stream()
                    .sorted()
                    .forEach(group -> all.addAll(own(Subject.group(group))));
        return all;
    }

    private List<Policy> own(Subject subject) {
        var all = new ArrayList<Policy>();
        for (var policy : policies.attached(subject)) all.add(compiled(policy));
        policies.inline(subject)
                .forEach((name, document) -> all.add(Policy.of(
                        subject.kind().inline(), subject.kind().word() + "_" + subject.name() + "_" + name, document)));
        return all;
    }

    private static Policy compiled(ManagedPolicy policy) {
        return Policy.of(PolicyKind.MANAGED, policy.arn(), policy.document());
    }

    /** @throws ApiError where a marker is none */
    private Answer answer(
            Input input,
            Simulation simulation,
            PolicyPrincipal principal,
            Layers.Builder layers,
            boolean bounded,
            boolean guarded) {
        var numbered = new ArrayList<Map.Entry<String, Simulation.Asked>>();
        for (var asked : simulation.asked()) numbered.add(Map.entry("%06d".formatted(numbered.size()), asked));
        var page = Shapes.page(numbered, Map.Entry::getKey, input, "Simulate" + simulation.question());
        var all = layers.build();
        return turns.take(turn -> Shapes.listed("EvaluationResults", page, entry -> {
            turn.goOn();
            return Simulation.shown(simulation.result(entry.getValue(), principal, all), bounded, guarded);
        }));
    }
}
