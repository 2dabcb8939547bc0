package dev.postern.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The thresholds by which the two ends come to the same answer. */
class AgentVersionTest {
    private static final JsonNode FORWARDING = JsonMapper.shared().readTree("{\"type\":\"LocalPortForwarding\"}");
    private static final JsonNode SSH = JsonMapper.shared().readTree("{\"portNumber\":\"22\"}");

    @ParameterizedTest
    @ValueSource(
            strings = {"", "3", "3.3.0", "3.3.0.0.1", "3.3.0.x", "3..0.0", "3.3.0.-1", "3.3.0.1234567890", "latest"})
    void whatHasNotFourNumbersIsOlderThanEverything(String text) {
        assertThat(AgentVersion.parse(text)).isEqualTo(AgentVersion.UNKNOWN);
    }

    @Test
    void comparesNumbersNotTexts() {
        assertThat(AgentVersion.parse("3.10.0.0")).isGreaterThan(AgentVersion.parse("3.9.9.9"));
        assertThat(AgentVersion.parse("3.3.987.0")).hasToString("3.3.987.0");
    }

    @ParameterizedTest
    @CsvSource({"2.3.722.0,false", "2.3.722.1,true"})
    void agentsTakeTheTerminateFlag(String version, boolean takes) {
        assertThat(AgentVersion.parse(version).takesTerminateFlagInBasicPortMode())
                .isEqualTo(takes);
    }

    @ParameterizedTest
    @CsvSource({
        "3.0.196.0, BASIC",
        "3.0.196.1, MULTIPLEXED_WITH_KEEP_ALIVE",
        "3.1.1511.0, MULTIPLEXED_WITH_KEEP_ALIVE",
        "3.1.1511.1, MULTIPLEXED",
        "3.3.0, BASIC"
    })
    void clientsChooseByTheAgentsVersion(String agent, PortMode mode) {
        assertThat(PortMode.atClient(FORWARDING, AgentVersion.parse(agent))).isEqualTo(mode);
    }

    @ParameterizedTest
    @CsvSource({
        "1.1.69.9, BASIC",
        "1.1.70.0, MULTIPLEXED_WITH_KEEP_ALIVE",
        "1.2.0.0, MULTIPLEXED_WITH_KEEP_ALIVE",
        "1.2.331.0, MULTIPLEXED_WITH_KEEP_ALIVE",
        "1.2.331.1, MULTIPLEXED"
    })
    void agentsChooseByTheClientsVersion(String client, PortMode mode) {
        assertThat(PortMode.atAgent(FORWARDING, AgentVersion.parse(client))).isEqualTo(mode);
    }

    @ParameterizedTest
    @CsvSource({"1.2.295.0,false", "1.2.295.1,true"})
    void clientsShowSeparateOutput(String version, boolean shows) {
        assertThat(AgentVersion.parse(version).clientShowsSeparateOutput()).isEqualTo(shows);
    }

    @Test
    void whatIsNotForwardingIsBasic() {
        assertThat(PortMode.atAgent(SSH, AgentVersion.POSTERN_CLIENT)).isEqualTo(PortMode.BASIC);
        assertThat(PortMode.atAgent(null, AgentVersion.POSTERN_CLIENT)).isEqualTo(PortMode.BASIC);
    }

    @Test
    void posternsOwnEndsMultiplexWithoutKeepAlive() {
        assertThat(PortMode.atAgent(FORWARDING, AgentVersion.POSTERN_CLIENT)).isEqualTo(PortMode.MULTIPLEXED);
        assertThat(PortMode.atClient(FORWARDING, AgentVersion.POSTERN_AGENT)).isEqualTo(PortMode.MULTIPLEXED);
    }
}
