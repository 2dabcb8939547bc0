package dev.postern.console.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.access.TestGate;
import dev.postern.identity.TestIdentity;
import dev.postern.session.documents.DocumentFormat;
import dev.postern.session.documents.Documents;
import dev.postern.session.documents.TestDocuments;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.trail.TestTrail;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BeginningTest {
    private final Documents documents = documents();

    private static Documents documents() {
        var store = Database.H2.fresh();
        var clock = new HandClock();
        return TestDocuments.in(
                store, TestGate.before(TestTrail.in(store, clock)), new TestIdentity(store, clock).account(), clock);
    }

    @ParameterizedTest
    @EnumSource
    void whatADocumentBeginsWithIsSoundInBothFormats(Beginning beginning) {
        var json = DocumentFormat.JSON.write(DocumentFormat.YAML.read(beginning.text()));
        assertThat(documents.problems("Mine", beginning.type(), DocumentFormat.YAML, beginning.text()))
                .isEmpty();
        assertThat(documents.problems("Mine", beginning.type(), DocumentFormat.JSON, json))
                .isEmpty();
    }
}
