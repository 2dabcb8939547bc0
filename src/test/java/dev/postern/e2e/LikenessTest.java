package dev.postern.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LikenessTest {
    @Test
    void answersAreAlikeWhenMembersAndTypesAreTheSame() {
        assertThat(Likeness.ofAnswers("{\"Token\":\"a\",\"Last\":1}", "{\"Last\":2,\"Token\":\"b\"}"))
                .isEmpty();
        assertThat(Likeness.ofAnswers("{\"Token\":\"a\"}", "{\"Token\":1}")).hasSize(1);
        assertThat(Likeness.ofAnswers("{\"Token\":\"a\"}", "{\"Token\":\"a\",\"More\":true}"))
                .hasSize(1);
        assertThat(Likeness.ofAnswers("{\"Token\":\"a\"}", "{}")).hasSize(1);
    }

    @Test
    void anEmptyTokenSaysSomethingElseThanAToken() {
        assertThat(Likeness.ofAnswers("{\"Token\":\"\"}", "{\"Token\":\"a\"}")).hasSize(1);
        assertThat(Likeness.ofAnswers("{\"Token\":\"a\"}", "{\"Token\":\"\"}")).hasSize(1);
    }

    @Test
    void errorsAreAlikeByTheirNameAlone() {
        assertThat(Likeness.ofAnswers(
                        "{\"__type\":\"Gone\",\"message\":\"x\"}", "{\"__type\":\"Gone\",\"Message\":\"y\"}"))
                .isEmpty();
        assertThat(Likeness.ofAnswers("{\"__type\":\"Gone\"}", "{\"__type\":\"Denied\"}"))
                .hasSize(1);
    }

    @Test
    void ofXmlTheElementsCountAndOfItsErrorsTheWords() {
        assertThat(Likeness.ofAnswers("<A><T>1</T></A>", "<A><T>2</T></A>")).isEmpty();
        assertThat(Likeness.ofAnswers("<A><T>1</T></A>", "<A><U>1</U></A>")).hasSize(1);
        assertThat(Likeness.ofAnswers(
                        "<E><Message>Session is already terminated</Message></E>", "<E><Message>no</Message></E>"))
                .hasSize(1);
    }

    @Test
    void messagesSayTheSameExceptWhatIsAnyServersOwn() {
        assertThat(Likeness.ofMessages(
                        "{\"MessageId\":\"1\",\"Output\":\"\"}", "{\"MessageId\":\"2\",\"Output\":\"\"}"))
                .isEmpty();
        assertThat(Likeness.ofMessages("{\"Output\":\"\"}", "{\"Output\":\"more\"}"))
                .hasSize(1);
    }

    @Test
    void whatIsJsonInAStringIsComparedAsJson() {
        assertThat(Likeness.ofMessages(
                        "{\"Content\":\"{\\\"a\\\":1,\\\"b\\\":2}\"}", "{\"Content\":\"{\\\"b\\\":2,\\\"a\\\":3}\"}"))
                .singleElement()
                .extracting(Likeness.Difference::where)
                .isEqualTo("/Content/a");
    }
}
