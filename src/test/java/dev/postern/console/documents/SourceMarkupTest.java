package dev.postern.console.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.session.documents.DocumentFormat;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

class SourceMarkupTest {
    @Test
    void whatATextSaysStaysText() {
        var hostile = "{\"description\": \"<img src=x onerror=alert(1)> & {{ <b> }}\"}\n<script>\"</script>";
        for (var format : DocumentFormat.values()) {
            var html = Jsoup.parse("<pre>" + SourceMarkup.of(hostile, format) + "</pre>");
            assertThat(html.select("img, script, b")).isEmpty();
            assertThat(html.expectFirst("pre").wholeText()).isEqualTo(hostile + "\n");
        }
    }

    @Test
    void namesAndTextsOfJsonAreToldApart() {
        var html = Jsoup.parse(SourceMarkup.of("{\"a\\\"b\" : \"c: {{ d }}\"}", DocumentFormat.JSON));
        assertThat(html.select(".name").text()).isEqualTo("\"a\\\"b\"");
        assertThat(html.select(".text").text()).isEqualTo("\"c: {{ d }}\"");
        assertThat(html.select(".place").text()).isEqualTo("{{ d }}");
    }

    @Test
    void namesAndCommentsOfYamlAreToldApart() {
        var html = Jsoup.parse(SourceMarkup.of("# why: because\nsteps:\n  - name: a b: c\n", DocumentFormat.YAML));
        assertThat(html.select(".comment").text()).isEqualTo("# why: because");
        assertThat(html.select(".name").eachText()).containsExactly("steps", "name");
        assertThat(html.select(".line")).hasSize(3);
    }

    @Test
    void aTextOfManyEscapesIsReadToItsEnd() {
        var many = "\"" + "\\n".repeat(30_000) + "\"";
        assertThat(Jsoup.parse(SourceMarkup.of(many, DocumentFormat.JSON))
                        .select(".text")
                        .text())
                .isEqualTo(many);
    }
}
