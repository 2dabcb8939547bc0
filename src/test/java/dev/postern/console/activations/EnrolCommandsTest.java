package dev.postern.console.activations;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class EnrolCommandsTest {
    private final EnrolCommands commands =
            new EnrolCommands(URI.create("https://postern.example:8443"), "local", "the-id", "the-code");

    @Test
    void ourAgentIsToldEverythingInOneCommand() {
        assertThat(commands.ours().replace("\\\n", " ").replaceAll("\\s+", " "))
                .isEqualTo("java -jar postern.jar agent --ca ca.pem --endpoint https://postern.example:8443"
                        + " --activation-id the-id --activation-code the-code");
    }

    @Test
    void theStockAgentsFileNamesAllEndpointsAsUrls() {
        var file = commands.stockFile();
        var json = JsonMapper.builder().build().readTree(file.substring(file.indexOf('{'), file.lastIndexOf('}') + 1));
        for (var service : new String[] {"Ssm", "Mgs", "Mds"}) {
            assertThat(json.at("/" + service + "/Endpoint").asString())
                    .as(service)
                    .isEqualTo("https://postern.example:8443");
        }
        assertThat(json.at("/Agent/Region").asString()).isEqualTo("local");
    }

    @Test
    void theStockAgentRegistersInTheFleetsOwnRegion() {
        assertThat(commands.stockRegister()).contains("-register -y -region local", "-id the-id", "-code the-code");
    }
}
