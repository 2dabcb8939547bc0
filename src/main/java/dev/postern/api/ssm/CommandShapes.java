package dev.postern.api.ssm;

import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Shape;
import dev.postern.commands.Allowance;
import dev.postern.commands.Command;
import dev.postern.commands.CommandId;
import dev.postern.commands.CommandRefused;
import dev.postern.commands.Commands;
import dev.postern.commands.Targets;
import dev.postern.inventory.NodeId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What SendCommand and its relatives take (botocore ssm/2014-11-06). */
final class CommandShapes {
    static final Shape<String> COMMAND_ID = Shape.text(36, 36);
    static final Shape<List<String>> INSTANCE_IDS = Shape.list(
            Shape.text(0, 2048, Pattern.compile("(^i-(\\w{8}|\\w{17})$)|(^mi-\\w{17}$)")), 0, Commands.MOST_NAMED);

    private static final int MOST_PARAMETERS = 200;
    private static final int MOST_VALUES = 1_000;
    private static final int LONGEST_VALUE = 65_536;
    private static final Pattern TARGET_KEY =
            Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=\\-@]*|resource-groups:ResourceTypeFilters|resource-groups:Name");
    private static final Shape<List<Target>> TARGETS = Shape.list(
            Shape.structure(target -> new Target(
                    target.optional("Key", Shape.text(1, 163, TARGET_KEY), ""),
                    target.optional("Values", Shape.list(Shapes.ANY_TEXT, 0, 50), List.of()))),
            0,
            Commands.MOST_CRITERIA);
    private static final Shape<String> DOCUMENT = Shape.text(3, 128, Pattern.compile("[a-zA-Z0-9_\\-.:/]{3,128}"));
    private static final Shape<String> VERSION =
            Shape.text(0, 2048, Pattern.compile("[$]LATEST|[$]DEFAULT|[1-9][0-9]*"));
    private static final Shape<Map<String, List<String>>> PARAMETERS =
            Shape.map(255, Shape.list(Shape.secret(0, LONGEST_VALUE), 0, MOST_VALUES), MOST_PARAMETERS);
    private static final Shape<Integer> TIMEOUT = Shape.number(30, 2_592_000);
    private static final Shape<String> AT_ONCE =
            Shape.text(1, 7, Pattern.compile("[1-9][0-9]*|[1-9][0-9]%|[1-9]%|100%"));
    private static final Shape<String> ERRORS =
            Shape.text(1, 7, Pattern.compile("[1-9][0-9]*|[0]|[1-9][0-9]%|[0-9]%|100%"));
    private static final Shape<Logs> LOGS = Shape.structure(logs -> new Logs(
            logs.optional("CloudWatchLogGroupName", Shape.text(1, 512), ""),
            logs.optional("CloudWatchOutputEnabled", Shape.truth(), false)));
    private static final Shape<Boolean> ANYTHING = (_, _) -> true;

    private CommandShapes() {}

    private record Target(String key, List<String> values) {}

    private record Logs(String group, boolean enabled) {}

    /** What each member must be is looked at first, then what they must be together. */
    static Commands.Send send(Input input) {
        var document = input.required("DocumentName", DOCUMENT);
        var version = input.optional("DocumentVersion", VERSION, Commands.DEFAULT);
        var ids = input.optional("InstanceIds", INSTANCE_IDS, List.of());
        var targets = input.optional("Targets", TARGETS, List.of());
        var parameters = input.optional("Parameters", PARAMETERS, Map.of());
        var comment = input.optional("Comment", Shape.text(0, Commands.LONGEST_COMMENT), "");
        int timeout = input.optional("TimeoutSeconds", TIMEOUT, (int) Commands.DELIVER_WITHIN.toSeconds());
        var atOnce = new Allowance(input.optional("MaxConcurrency", AT_ONCE, Allowance.FIFTY.text()));
        var errors = new Allowance(input.optional("MaxErrors", ERRORS, Allowance.NONE.text()));
        var output = output(input);
        var hash = hash(input);
        refuseWhatNothingHereDoes(input);
        return new Commands.Send(
                document,
                version,
                hash,
                parameters,
                targets(ids, targets),
                comment,
                Duration.ofSeconds(timeout),
                atOnce,
                errors,
                output);
    }

    private static Targets targets(List<String> ids, List<Target> targets) {
        if (ids.isEmpty() == targets.isEmpty())
            throw invalid("A command has either InstanceIds or Targets: exactly one of them must be given.");
        if (!ids.isEmpty()) return new Targets.Named(nodes(ids));
        return new Targets.Fitting(
                targets.stream().map(CommandShapes::criterion).toList());
    }

    /** @throws ApiError InvalidInstanceId, DuplicateInstanceId */
    static List<NodeId> nodes(List<String> ids) {
        var seen = new HashSet<String>();
        for (var id : ids) {
            if (!NodeId.isValid(id)) throw Shapes.unknownNode(id);
            if (!seen.add(id)) throw ApiError.of("DuplicateInstanceId", "Instance Id " + id + " is there twice.");
        }
        return ids.stream().map(NodeId::new).toList();
    }

    private static Targets.Criterion criterion(Target target) {
        if (!Targets.Criterion.isKnown(target.key()))
            throw invalid("Target key " + Shapes.shortened(target.key())
                    + " is not known here: there are tag:…, tag-key and InstanceIds.");
        if (target.values().isEmpty()) throw invalid("Target " + Shapes.shortened(target.key()) + " has no values.");
        return new Targets.Criterion(target.key(), target.values());
    }

    private static @Nullable String hash(Input input) {
        var hash = input.optional("DocumentHash", Shape.text(0, 256));
        var type = input.optional("DocumentHashType", Shape.oneOf(List.of("Sha256", "Sha1")), "Sha256");
        if (hash != null && type.equals("Sha1")) throw invalid("DocumentHashType must be Sha256: Sha1 is deprecated.");
        return hash;
    }

    private static Command.OutputPlace output(Input input) {
        var logs = input.optional("CloudWatchOutputConfig", LOGS, new Logs("", false));
        return new Command.OutputPlace(
                input.optional("OutputS3Region", Shape.text(3, 20), ""),
                input.optional("OutputS3BucketName", Shape.text(3, 63), ""),
                input.optional("OutputS3KeyPrefix", Shape.text(0, 500), ""),
                logs.group(),
                logs.enabled());
    }

    /** Better refused than silently left undone. */
    private static void refuseWhatNothingHereDoes(Input input) {
        if (input.optional("ServiceRoleArn", Shapes.ANY_TEXT, "").length() > 0)
            throw ApiError.of("InvalidRole", "Commands take no service role here: leave ServiceRoleArn out.");
        if (input.optional("NotificationConfig", ANYTHING, false))
            throw ApiError.of(
                    "InvalidNotificationConfig", "Commands send no notifications here: leave NotificationConfig out.");
        if (input.optional("AlarmConfiguration", ANYTHING, false))
            throw invalid("Commands know no alarms here: leave AlarmConfiguration out.");
    }

    /** @throws ApiError InvalidCommandId */
    static CommandId commandId(String text) {
        if (!CommandId.isValid(text)) throw unknownCommand(text);
        return new CommandId(text);
    }

    static ApiError unknownCommand(String id) {
        return ApiError.of("InvalidCommandId", "There is no command " + Shapes.shortened(id) + ".");
    }

    /** The error type that clients know for it. */
    static ApiError error(CommandRefused refused) {
        var code = switch (refused.code()) {
            case INVALID_DOCUMENT -> "InvalidDocument";
            case INVALID_DOCUMENT_VERSION -> "InvalidDocumentVersion";
            case INVALID_PARAMETERS -> "InvalidParameters";
            case INVALID_NODE -> "InvalidInstanceId";
            case DUPLICATE_NODE -> "DuplicateInstanceId";
            case UNSUPPORTED_PLATFORM -> "UnsupportedPlatformType";
            case INVALID_COMMAND -> "InvalidCommandId";
            case LIMIT_EXCEEDED -> "ServiceQuotaExceededException";
        };
        return ApiError.of(code, refused.text());
    }

    private static ApiError invalid(String message) {
        return ApiError.of("InvalidParameters", message);
    }
}
