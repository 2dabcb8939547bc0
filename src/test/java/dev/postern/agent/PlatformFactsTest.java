package dev.postern.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class PlatformFactsTest {

    @Test
    void readsOsRelease() {
        var text =
                "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=\"Debian GNU/Linux\"\n# no\nVERSION_ID='12'\nID=debian\n";
        assertThat(PlatformFacts.linux(text, "box", "192.0.2.2"))
                .isEqualTo(new PlatformFacts("Linux", "Debian GNU/Linux", "12", "box", "192.0.2.2"));
    }

    @Test
    void doesWithoutAVersion() {
        assertThat(PlatformFacts.linux("NAME=Arch\nBUILD_ID=rolling\n", "box", "")
                        .version())
                .isEqualTo("rolling");
        assertThat(PlatformFacts.linux("", "box", "").name()).isEqualTo("Linux");
    }

    @Test
    void knowsThisMachine() {
        var facts = PlatformFacts.ofThisMachine(URI.create("https://127.0.0.1:8443"));
        assertThat(facts.hostName()).isNotEmpty();
        assertThat(facts.address()).matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
    }
}
