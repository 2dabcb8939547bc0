package dev.postern.console.activations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

class EnrolCommandsTest {
    private final EnrolCommands told =
            new EnrolCommands(URI.create("https://postern.example:8443"), "local", "the-id", "the-code");

    @Test
    void ourAgentIsToldEverythingInOneCommand() {
        assertThat(told.ours().replace("\\\n", " ").replaceAll("\\s+", " "))
                .isEqualTo("java -jar postern.jar agent --ca ca.pem --endpoint https://postern.example:8443"
                        + " --activation-id the-id --activation-code the-code");
    }

    @ParameterizedTest
    @EnumSource
    void theStockAgentsFileNamesAllEndpointsAsUrls(StockAgent agent) {
        var file = agent.file(told);
        var json = JsonMapper.builder().build().readTree(file.substring(file.indexOf('{'), file.lastIndexOf('}') + 1));
        for (var service : new String[] {"Ssm", "Mgs", "Mds"}) {
            assertThat(json.at("/" + service + "/Endpoint").asString())
                    .as(service)
                    .isEqualTo("https://postern.example:8443");
        }
        assertThat(json.at("/Agent/Region").asString()).isEqualTo("local");
        assertThat(file).contains("amazon-ssm-agent.json");
    }

    @ParameterizedTest
    @EnumSource
    void theStockAgentRegistersInTheFleetsOwnRegion(StockAgent agent) {
        assertThat(agent.register(told)).contains("-register -y -region local", "-id the-id", "-code the-code");
    }

    @ParameterizedTest
    @EnumSource(names = "WINDOWS", mode = EnumSource.Mode.EXCLUDE)
    void aShellReadsTheCommandsAsTheyAreMeant(StockAgent agent) throws IOException, InterruptedException {
        for (var text : new String[] {agent.trust(), agent.install(), agent.file(told), agent.register(told)}) {
            var shell = new ProcessBuilder("sh", "-n").redirectErrorStream(true).start();
            try (var in = shell.getOutputStream()) {
                in.write(text.getBytes(StandardCharsets.UTF_8));
            }
            var said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(shell.waitFor()).as(text + "\n" + said).isZero();
        }
    }
}
