package dev.postern.api.ssm;

import dev.postern.access.AccessRequest;
import dev.postern.api.operation.Answer;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Output;
import dev.postern.api.operation.Permission;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Shape;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.inventory.ServiceSetting;
import dev.postern.inventory.ServiceSettings;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The account's service settings, by id or ARN. */
@Component
final class ServiceSettingOperations implements OperationGroup {
    private static final Shape<String> ID = Shape.text(1, 1000);
    private static final Shape<String> VALUE = Shape.text(1, 4096);

    private final ServiceSettings settings;
    private final Permission permission;
    private final Account account;

    ServiceSettingOperations(ServiceSettings settings, Permission permission, Account account) {
        this.settings = settings;
        this.permission = permission;
        this.account = account;
    }

    @Override
    public Service service() {
        return Service.SSM;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "GetServiceSetting", new Operation.ForUsers(this::get),
                "UpdateServiceSetting", new Operation.ForUsers(this::update),
                "ResetServiceSetting", new Operation.ForUsers(this::reset));
    }

    private Answer get(Caller caller, Call call) {
        var id = id(call);
        permission.toRead(AccessRequest.of(caller, "ssm:GetServiceSetting", arn(id)));
        return answer(existing(id));
    }

    private Answer update(Caller caller, Call call) {
        var id = id(call);
        var value = call.input().required("SettingValue", VALUE);
        var request =
                AccessRequest.of(caller, "ssm:UpdateServiceSetting", arn(id)).with(Map.of("value", value));
        permission.perform(request, () -> {
            existing(id);
            Shapes.checked(() -> settings.set(id, value, caller.arn()));
        });
        return Answer.empty();
    }

    private Answer reset(Caller caller, Call call) {
        var id = id(call);
        var setting = permission.perform(AccessRequest.of(caller, "ssm:ResetServiceSetting", arn(id)), () -> {
            existing(id);
            settings.reset(id);
            return existing(id);
        });
        return answer(setting);
    }

    /** By its id or by its ARN in this account. */
    private String id(Call call) {
        var id = call.input().required("SettingId", ID);
        var prefix = arn("");
        return id.startsWith(prefix) ? id.substring(prefix.length()) : id;
    }

    /** The id begins with a slash, which is the one behind the word. */
    private String arn(String id) {
        return account.any("servicesetting") + id;
    }

    private ServiceSetting existing(String id) {
        return settings.find(id)
                .orElseThrow(() -> ApiError.of(
                        "ServiceSettingNotFound",
                        "Setting Id " + Shapes.shortened(id)
                                + " isn't found: the service it belongs to is not here, or there is no such setting."));
    }

    private Answer answer(ServiceSetting setting) {
        var change = setting.change();
        var output = new Output()
                .text("SettingId", setting.id())
                .text("SettingValue", setting.value())
                .time("LastModifiedDate", change == null ? null : change.at())
                .text("LastModifiedUser", change == null ? "System" : change.by())
                .text("ARN", arn(setting.id()))
                .text("Status", change == null ? "Default" : "Customized");
        return new Output().structure("ServiceSetting", output).answer();
    }
}
