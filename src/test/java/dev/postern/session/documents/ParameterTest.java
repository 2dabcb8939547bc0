package dev.postern.session.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"type":"String","minChars":2}                      | a      | must have at least 2 characters
        {"type":"String","minChars":1}                      | ``     | must not be empty
        {"type":"String","maxChars":2}                      | abc    | is longer than 2 characters
        {"type":"String","allowedValues":["a","b"]}         | c      | must be one of a, b
        {"type":"String","allowedValues":[1,true]}          | 2      | must be one of 1, true
        {"type":"String","allowedPattern":"[a-z]+"}         | a; id  | must match [a-z]+
        {"type":"Boolean"}                                  | yes    | is true or false
        {"type":"Integer"}                                  | 7.5    | is a whole number
        {"type":"StringMap"}                                | []     | is an object, written as JSON
        {"type":"StringMap"}                                | {      | is an object, written as JSON
        {"type":"MapList"}                                  | [1]    | is a list of objects, written as JSON
        """)
    void aValueThatBreaksARuleIsToldWhichOne(String rules, String value, String words) {
        assertThat(parameter(rules).objection(List.of(value)).orElse("")).contains("Parameter p " + words);
    }

    @Test
    void oneValueUnlessItIsAList() {
        assertThat(parameter("{\"type\":\"String\"}").objection(List.of("a", "b")))
                .contains("Parameter p takes one value, not 2.");
        var list = parameter("{\"type\":\"StringList\",\"minItems\":1,\"maxItems\":2,\"allowedPattern\":\"[a-z]\"}");
        assertThat(list.objection(List.of("a", "b"))).isEmpty();
        assertThat(list.objection(List.of("a", "b", "c"))).contains("Parameter p takes 1 to 2 values, not 3.");
        assertThat(list.objection(List.of("a", "bb"))).contains("Parameter p must match [a-z].");
    }

    @Test
    void valuesKeepTheirTypes() {
        assertThat(parameter("{\"type\":\"String\"}").value(List.of("7"))).hasToString("\"7\"");
        assertThat(parameter("{\"type\":\"StringList\"}").value(List.of("a", "b")))
                .hasToString("[\"a\",\"b\"]");
        assertThat(parameter("{\"type\":\"Boolean\"}").value(List.of("true"))).hasToString("true");
        assertThat(parameter("{\"type\":\"Integer\"}").value(List.of("7"))).hasToString("7");
        assertThat(parameter("{\"type\":\"StringMap\"}").value(List.of("{\"a\": 1}")))
                .hasToString("{\"a\":1}");
        assertThat(parameter("{\"type\":\"MapList\"}").value(List.of("[{\"a\": 1}]")))
                .hasToString("[{\"a\":1}]");
    }

    @Test
    void aDefaultIsShownLineByLine() {
        assertThat(parameter("{\"type\":\"StringList\",\"default\":[\"a\",\"b\"]}")
                        .defaultText())
                .isEqualTo("a\nb");
        assertThat(parameter("{\"type\":\"Integer\",\"default\":7}").defaultText())
                .isEqualTo("7");
        assertThat(parameter("{\"type\":\"String\"}").required()).isTrue();
    }

    private static Parameter parameter(String rules) {
        return ParameterSchema.parameters(DocumentText.read(DocumentFormat.JSON, "{\"p\":" + rules + "}"))
                .getFirst();
    }
}
