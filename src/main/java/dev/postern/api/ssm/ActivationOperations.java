package dev.postern.api.ssm;

import dev.postern.access.AccessRequest;
import dev.postern.api.operation.Answer;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Output;
import dev.postern.api.operation.Pages;
import dev.postern.api.operation.Permission;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Shape;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.inventory.Activation;
import dev.postern.inventory.Activations;
import dev.postern.inventory.Activations.Wanted;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Activations, by which new nodes come in. */
@Component
final class ActivationOperations implements OperationGroup {
    private static final int DEFAULT_PAGE = 50;

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
    private static final Pattern NOT_BLANK = Pattern.compile("(?!\\s*$).+");
    private static final Shape<Integer> PAGE = Shape.number(1, 50);
    private static final Shape<List<Filter>> FILTERS = Shape.list(
            Shape.structure(filter -> new Filter(
                    filter.required("FilterKey", Shape.text(1, 128)),
                    filter.optional("FilterValues", Shape.list(Shapes.ANY_TEXT, 0, 100), List.of()))),
            0,
            10);
    private static final Shape<List<String>> METADATA = Shape.list(
            Shape.structure(item -> {
                item.required("Value", Shape.text(1, 2048, NOT_BLANK));
                return item.required("Key", Shape.text(1, 128, NOT_BLANK));
            }),
            0,
            50);

    private final Activations activations;
    private final Permission permission;
    private final Account account;
    private final InstantSource clock;

    private record Filter(String key, List<String> values) {}

    ActivationOperations(Activations activations, Permission permission, Account account, InstantSource clock) {
        this.activations = activations;
        this.permission = permission;
        this.account = account;
        this.clock = clock;
    }

    @Override
    public Service service() {
        return Service.SSM;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "CreateActivation", new Operation.ForUsers(this::create),
                "DescribeActivations", new Operation.ForUsers(this::describe),
                "DeleteActivation", new Operation.ForUsers(this::delete));
    }

    private Answer create(Caller caller, Call call) {
        var wanted = wanted(call.input());
        var request = AccessRequest.of(caller, "ssm:CreateActivation", account.any("activation/" + wanted.id()))
                .giving(wanted.tags())
                .with(Map.of("iamRole", wanted.iamRole(), "limit", Integer.toString(wanted.limit())));
        var created = permission.perform(request, () -> Shapes.checked(() -> activations.create(wanted, caller.arn())));
        return new Output()
                .text("ActivationId", created.activation().id())
                .text("ActivationCode", created.code())
                .answer();
    }

    private Wanted wanted(Input input) {
        input.optional("RegistrationMetadata", METADATA); // checked as at AWS; nothing here reads it
        var expires = input.optional("ExpirationDate", Shape.time());
        if (expires != null) expiry(expires);
        return new Wanted(
                input.optional("Description", Shape.text(0, 256), ""),
                input.optional("DefaultInstanceName", Shape.text(0, 256, NAME), ""),
                input.required("IamRole", Shape.text(0, 64)),
                input.optional("RegistrationLimit", Shape.number(1, Activations.MOST_REGISTRATIONS), 1),
                expires,
                Shapes.tags(input, "Tags"));
    }

    private void expiry(Instant expires) {
        var now = clock.instant();
        if (!expires.isAfter(now) || expires.isAfter(now.plus(Activations.LONGEST_LIFE)))
            throw ApiError.of(
                    "InvalidParameters",
                    "ExpirationDate must be in the future and at most " + Activations.LONGEST_LIFE.toDays()
                            + " days away.");
    }

    private Answer describe(Caller caller, Call call) {
        var input = call.input();
        permission.toRead(AccessRequest.of(caller, "ssm:DescribeActivations", account.any("activation/*")));
        var filters = input.optional("Filters", FILTERS, List.of());
        for (var filter : filters) {
            if (!List.of("ActivationIds", "DefaultInstanceName", "IamRole").contains(filter.key()))
                throw ApiError.of("InvalidFilter", "The filter name is not valid: " + Shapes.shortened(filter.key()));
        }
        int most = input.optional("MaxResults", PAGE, DEFAULT_PAGE);
        var sorted = activations.all().stream()
                .filter(activation -> filters.stream().allMatch(filter -> fits(filter, activation)))
                .sorted(Comparator.comparing(Activation::id))
                .toList();
        var page = Pages.of(sorted, Activation::id, most, input, "DescribeActivations" + filters);
        return new Output()
                .list("ActivationList", page.items(), this::output)
                .text("NextToken", page.nextToken())
                .answer();
    }

    private static boolean fits(Filter filter, Activation activation) {
        var value = switch (filter.key()) {
            case "ActivationIds" -> activation.id();
            case "DefaultInstanceName" -> activation.defaultNodeName();
            default -> activation.iamRole();
        };
        return filter.values().contains(value);
    }

    private Output output(Activation activation) {
        return new Output()
                .text("ActivationId", activation.id())
                .text("Description", activation.description())
                .text("DefaultInstanceName", activation.defaultNodeName())
                .text("IamRole", activation.iamRole())
                .number("RegistrationLimit", activation.limit())
                .number("RegistrationsCount", activation.registrations())
                .time("ExpirationDate", activation.expiresAt())
                .truth("Expired", activation.expired(clock.instant()))
                .time("CreatedDate", activation.createdAt())
                .tags("Tags", activation.tags());
    }

    private Answer delete(Caller caller, Call call) {
        var id = call.input().required("ActivationId", Shapes.ACTIVATION_ID);
        var request = AccessRequest.of(caller, "ssm:DeleteActivation", account.any("activation/" + id));
        if (!permission.perform(request, () -> activations.delete(id)))
            throw ApiError.of("InvalidActivationId", "There is no activation " + id + ".");
        return Answer.empty();
    }
}
