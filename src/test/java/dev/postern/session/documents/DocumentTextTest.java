package dev.postern.session.documents;

import static dev.postern.session.documents.DocumentFormat.JSON;
import static dev.postern.session.documents.DocumentFormat.YAML;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.session.documents.DocumentText.Read.Tree;
import dev.postern.session.documents.DocumentText.Read.Unreadable;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class DocumentTextTest {
    @Test
    void bothFormatsSayTheSame() {
        var yaml = """
                # what a shell is like
                schemaVersion: '1.0'
                sessionType: Standard_Stream
                inputs:
                  runAsEnabled: true
                  idleSessionTimeout: "15"
                  shellProfile:
                    linux: |
                      cd /srv
                      exec bash
                """;
        var json = """
                {"schemaVersion": "1.0", "sessionType": "Standard_Stream",
                 "inputs": {"runAsEnabled": true, "idleSessionTimeout": "15", "shellProfile": {"linux": "cd /srv\\nexec bash\\n"}}}
                """;
        assertThat(DocumentText.read(YAML, yaml)).isEqualTo(DocumentText.read(JSON, json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0",
                "true",
                "no",
                "~",
                "null",
                ".inf",
                "0x1f",
                "1e3",
                "2026-01-01",
                "",
                " lead",
                "trail ",
                "a: b",
                "# c",
                "&a",
                "*a",
                "{{ x }}",
                "l1\nl2\n",
                "tab\tbell\u0007",
                "%",
                "- ",
                "ü€😀"
            })
    void aTextComesBackFromYamlAsTheTextItWas(String text) {
        var tree = JsonMapper.shared().createObjectNode().put("t", text);
        tree.putArray("l").add(text);
        assertThat(DocumentText.read(YAML, DocumentText.write(YAML, tree))).isEqualTo(tree);
        assertThat(DocumentText.read(JSON, DocumentText.write(JSON, tree))).isEqualTo(tree);
    }

    @Test
    void aMemberThatIsThereTwiceIsNamed() {
        assertThat(problem(JSON, "{\"a\": 1,\n \"a\": 2}")).contains("the member \"a\" twice in line 2");
        assertThat(problem(YAML, "inputs:\n  a: 1\n  a: 2\n")).contains("the member \"a\" twice in line 3");
    }

    @Test
    void nothingInYamlStandsForSomethingElse() {
        var bomb = new StringBuilder("a0: &a0 [x, x, x]\n");
        for (int i = 1; i < 20; i++) bomb.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
        assertThat(problem(YAML, bomb.toString())).contains("an anchor or an alias (&name, *name) in line 1");
        assertThat(problem(YAML, "a: 1\nb: *c\n")).contains("alias", "line 2", "Write the value out");
    }

    @Test
    void depthAndLengthAreBounded() {
        var deep = "[".repeat(40) + "]".repeat(40);
        assertThat(problem(JSON, "{\"a\":" + deep + "}")).contains("deeper than 32 levels");
        assertThat(problem(YAML, "a: " + deep)).contains("deeper than 32 levels");
        assertThat(problem(JSON, "{\"a\":\"" + "x".repeat(Documents.MOST_BYTES) + "\"}"))
                .contains("it may have 65536");
        var just = "{\"a\":\"" + "x".repeat(Documents.MOST_BYTES - 8) + "\"}";
        assertThat(just.getBytes(StandardCharsets.UTF_8)).hasSize(Documents.MOST_BYTES);
        assertThat(DocumentText.parse(JSON, just)).isInstanceOf(Tree.class);
    }

    @Test
    void aTextIsOneObjectAndNothingBehindIt() {
        assertThat(problem(JSON, "")).contains("is not one JSON object");
        assertThat(problem(YAML, "")).contains("is not one YAML object");
        assertThat(problem(JSON, "[1]")).contains("is not one JSON object");
        assertThat(problem(JSON, "{} {}")).contains("goes on after its end");
        assertThat(problem(YAML, "a: 1\n---\nb: 2\n")).contains("goes on after its end");
    }

    @Test
    void whatCannotBeReadSaysWhere() {
        assertThat(problem(JSON, "{\"a\": 1,\n \"b\" 2}")).contains("is no JSON in line 2, column 6");
        assertThat(problem(JSON, "schemaVersion: '1.0'")).contains("needs the format YAML");
        assertThat(problem(YAML, "a: [1\nb: 2\n")).contains("is no YAML in line");
        assertThat(problem(YAML, "commands: {{ x }}\n")).contains("into quotes");
    }

    private static String problem(DocumentFormat format, String text) {
        return DocumentText.parse(format, text) instanceof Unreadable(var problem) ? problem.toString() : "";
    }
}
