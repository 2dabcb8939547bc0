package dev.postern.console.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.console.connect.Question.Look;
import dev.postern.session.documents.Parameter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class QuestionTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Test
    void eachTypeIsAskedInItsOwnWay() {
        assertThat(question(Parameter.Type.STRING, null, List.of(), null).look())
                .isEqualTo(Look.LINE);
        assertThat(question(Parameter.Type.INTEGER, null, List.of(), null).look())
                .isEqualTo(Look.LINE);
        assertThat(question(Parameter.Type.STRING_LIST, null, List.of(), null).look())
                .isEqualTo(Look.LIST);
        assertThat(question(Parameter.Type.STRING, null, List.of("a", "b"), null)
                        .look())
                .isEqualTo(Look.CHOICE);
        assertThat(question(Parameter.Type.STRING_LIST, null, List.of("a", "b"), null)
                        .look())
                .isEqualTo(Look.CHOICES);
        var flag = question(Parameter.Type.BOOLEAN, null, List.of(), null);
        assertThat(flag.look()).isEqualTo(Look.CHOICE);
        assertThat(flag.choices()).containsExactly("true", "false");
    }

    @Test
    void whatIsLeftAsItStandsIsLeftToTheDocument() {
        var log = question(Parameter.Type.STRING, NODES.stringNode("/var/log/app.log"), List.of(), null);
        assertThat(log.values("/var/log/app.log")).isEmpty();
        assertThat(log.values("/tmp/x.log")).contains(List.of("/tmp/x.log"));
    }

    @Test
    void anEmptyDefaultMayBeLeftWhateverTheRules() {
        var optional = question(Parameter.Type.STRING, NODES.stringNode(""), List.of(), "[a-z]+");
        assertThat(optional.objection("")).isEmpty();
        assertThat(optional.objection("A")).contains("Parameter asked must match [a-z]+.");
    }

    @Test
    void whatMustBeGivenMustBeGiven() {
        var required = question(Parameter.Type.STRING, null, List.of(), null);
        assertThat(required.missing(" ")).isTrue();
        assertThat(required.missing("x")).isFalse();
        assertThat(required.values("x")).contains(List.of("x"));
        assertThat(question(Parameter.Type.STRING, NODES.stringNode(""), List.of(), null)
                        .missing(""))
                .isFalse();
    }

    @Test
    void aListHasOneValueALine() {
        var list = question(Parameter.Type.STRING_LIST, null, List.of(), null);
        assertThat(list.values(" a \n\nb c\n")).contains(List.of("a", "b c"));
    }

    @Test
    void theModuleSaysWhatIsWrong() {
        assertThat(question(Parameter.Type.INTEGER, null, List.of(), null).objection("many"))
                .contains("Parameter asked is a whole number.");
        assertThat(question(Parameter.Type.STRING, null, List.of("a", "b"), null)
                        .objection("c"))
                .contains("Parameter asked must be one of a, b.");
    }

    private static Question question(
            Parameter.Type type, @Nullable JsonNode byDefault, List<String> allowed, @Nullable String pattern) {
        return new Question(new Parameter("asked", type, "", byDefault, allowed, pattern, 0, 100, 0, 10, false));
    }
}
