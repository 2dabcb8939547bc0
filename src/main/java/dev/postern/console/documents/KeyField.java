package dev.postern.console.documents;

import com.vaadin.flow.component.combobox.ComboBox;
import dev.postern.console.shell.Texts;
import dev.postern.keys.KmsAlias;
import dev.postern.keys.KmsKey;
import dev.postern.keys.KmsKeys;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Names a KMS key as documents do: offers the aliases there are and the keys without one, and takes any other name. */
final class KeyField extends ComboBox<String> {
    private final KmsKeys keys;
    private final boolean mayList;
    private final Map<String, String> labels = new HashMap<>();

    /** @param mayList else nothing is offered, and nothing told of what is typed */
    KeyField(KmsKeys keys, boolean mayList) {
        super(Texts.text("preferences.key"));
        this.keys = keys;
        this.mayList = mayList;
        setHelperText(Texts.text("preferences.key.help"));
        setPlaceholder(Texts.text("preferences.key.none"));
        setClearButtonVisible(true);
        setAllowCustomValue(true);
        setItemLabelGenerator(name -> labels.getOrDefault(name, name));
        addCustomValueSetListener(typed -> name(typed.getDetail()));
        addValueChangeListener(_ -> setInvalid(false));
    }

    void name(String name) {
        var names = new TreeSet<String>();
        if (mayList) offer(names);
        if (!name.isBlank()) names.add(name.strip());
        setItems(names);
        setValue(name.isBlank() ? null : name.strip());
    }

    private void offer(Set<String> names) {
        var aliases = keys.aliases();
        for (var alias : aliases) names.add(alias.name());
        for (var key : keys.all()) {
            if (aliases.stream().map(KmsAlias::key).anyMatch(key.id()::equals)) continue;
            var id = key.id().toString();
            names.add(id);
            labels.put(id, key.description().isBlank() ? id : key.description() + " (" + id + ")");
        }
    }

    /** Empty for none. */
    String name() {
        return getOptionalValue().orElse("");
    }

    /** Whether sessions would find it; says so where they would not. */
    boolean check() {
        if (!mayList || name().isEmpty()) return true;
        var found = keys.find(name());
        var fits = found.filter(KmsKey::enabled).isPresent();
        if (!fits) {
            setErrorMessage(Texts.text(found.isEmpty() ? "preferences.key.unknown" : "preferences.key.disabled"));
            setInvalid(true);
            focus();
        }
        return fits;
    }
}
