package dev.postern.console.parameters;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.shared.HasValidationProperties;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import dev.postern.session.documents.Parameter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class ParameterFieldTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Test
    void eachTypeIsAskedInItsOwnWay() {
        assertThat(field(Parameter.Type.STRING, null).component()).isInstanceOf(TextField.class);
        assertThat(field(Parameter.Type.INTEGER, null).component()).isInstanceOf(TextField.class);
        assertThat(field(Parameter.Type.STRING_LIST, null).component()).isInstanceOf(TextArea.class);
        assertThat(field(Parameter.Type.MAP_LIST, null).component()).isInstanceOf(TextArea.class);
        assertThat(field(Parameter.Type.BOOLEAN, null).component()).isInstanceOf(Select.class);
        assertThat(field(Parameter.Type.STRING, null, "a", "b").component()).isInstanceOf(Select.class);
        assertThat(field(Parameter.Type.STRING_LIST, null, "a", "b").component())
                .isInstanceOf(MultiSelectComboBox.class);
    }

    @Test
    void theDefaultStandsThereAndNeedNotBeSaid() {
        var log = field(Parameter.Type.STRING, NODES.stringNode("/var/log/app.log"));
        assertThat(log.values()).containsExactly("/var/log/app.log");
        assertThat(log.untouched()).isTrue();
        log.fill(List.of("/tmp/x.log"));
        assertThat(log.untouched()).isFalse();
    }

    @Test
    void anEmptyDefaultMayBeLeftWhateverTheRules() {
        var optional = ParameterField.of(parameter(Parameter.Type.STRING, NODES.stringNode(""), List.of(), "[a-z]+"));
        assertThat(optional.check()).isTrue();
        optional.fill(List.of("A"));
        assertThat(optional.check()).isFalse();
        assertThat(said(optional)).isEqualTo("Parameter asked must match [a-z]+.");
    }

    @Test
    void whatMustBeGivenMustBeGiven() {
        var required = field(Parameter.Type.STRING, null);
        required.fill(List.of(" "));
        assertThat(required.check()).isFalse();
        assertThat(said(required)).isEqualTo("This must be given");
        required.fill(List.of("x"));
        assertThat(required.check()).isTrue();
        assertThat(field(Parameter.Type.STRING, NODES.stringNode("")).check()).isTrue();
    }

    @Test
    void aListHasOneValueALine() {
        var list = field(Parameter.Type.STRING_LIST, null);
        list.fill(List.of(" a ", "", "b c"));
        assertThat(list.values()).containsExactly("a", "b c");
    }

    @Test
    void ofSeveralChoicesTheDocumentsOrderHolds() {
        var choices = field(Parameter.Type.STRING_LIST, null, "a", "b", "c");
        choices.fill(List.of("c", "a", "x"));
        assertThat(choices.values()).containsExactly("a", "c");
    }

    @Test
    void theModuleSaysWhatIsWrong() {
        var number = field(Parameter.Type.INTEGER, null);
        number.fill(List.of("many"));
        assertThat(number.check()).isFalse();
        assertThat(said(number)).isEqualTo("Parameter asked is a whole number.");
    }

    @Test
    void theFormGivesWhatWasChangedAndKeepsWhatWasTyped() {
        var form = new ParameterForm();
        form.show(List.of(parameter(Parameter.Type.STRING, NODES.stringNode("as it is"), List.of(), null)));
        assertThat(form.values()).contains(Map.of());
        form.fill(Map.of("asked", List.of("otherwise")));
        form.show(List.of(parameter(Parameter.Type.STRING, null, List.of(), null)));
        assertThat(form.values()).contains(Map.of("asked", List.of("otherwise")));
    }

    private static @Nullable String said(ParameterField field) {
        return ((HasValidationProperties) field.component()).getErrorMessage();
    }

    private static ParameterField field(Parameter.Type type, @Nullable JsonNode byDefault, String... allowed) {
        return ParameterField.of(parameter(type, byDefault, List.of(allowed), null));
    }

    private static Parameter parameter(
            Parameter.Type type, @Nullable JsonNode byDefault, List<String> allowed, @Nullable String pattern) {
        return new Parameter("asked", type, "", byDefault, allowed, pattern, 0, 100, 0, 10, false);
    }
}
