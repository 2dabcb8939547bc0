package dev.postern.console.policies;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.select.Select;
import dev.postern.access.policies.Subject;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.identity.Group;
import dev.postern.identity.Groups;
import dev.postern.identity.User;
import dev.postern.identity.Users;
import dev.postern.identity.roles.Role;
import dev.postern.identity.roles.Roles;
import java.util.List;
import org.springframework.stereotype.Component;

/** Who can have policies. */
@Component
class PossibleHolders {
    private final Users users;
    private final Groups groups;
    private final Roles roles;
    private final Acquaintances acquaintances;

    PossibleHolders(Users users, Groups groups, Roles roles, Acquaintances acquaintances) {
        this.users = users;
        this.groups = groups;
        this.roles = roles;
        this.acquaintances = acquaintances;
    }

    /** @throws IllegalArgumentException for who is gone by now */
    void require(Subject subject) {
        if (!exists(subject)) throw new IllegalArgumentException("there is no " + subject);
    }

    boolean exists(Subject subject) {
        return switch (subject.kind()) {
            case USER -> users.find(subject.name()).isPresent();
            case GROUP -> groups.find(subject.name()).isPresent();
            case ROLE -> roles.find(subject.name()).isPresent();
        };
    }

    /** A field that offers the names of a kind to who may list them; all others type a name they know. */
    ComboBox<String> choice(Caller caller, Select<Subject.Kind> kind) {
        var who = new ComboBox<String>();
        who.addCustomValueSetListener(typed -> who.setValue(typed.getDetail().strip()));
        kind.addValueChangeListener(change -> {
            var listed = acquaintances.mayList(caller, change.getValue());
            who.clear();
            who.setItems(listed ? of(change.getValue()) : List.<String>of());
            who.setAllowCustomValue(!listed);
            who.setHelperText(listed ? null : Texts.text("policy.attach.unlisted"));
        });
        return who;
    }

    /** Names, in order. */
    private List<String> of(Subject.Kind kind) {
        return switch (kind) {
            case USER -> users.all().stream().map(User::name).toList();
            case GROUP -> groups.all().stream().map(Group::name).toList();
            case ROLE -> roles.all().stream().map(Role::name).toList();
        };
    }
}
