package dev.postern.console.activations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
        for (var service : new String[] {"Ssm", "Mgs", "Mds", "Kms"}) {
            assertThat(json.at("/" + service + "/Endpoint").asString())
                    .as(service)
                    .isEqualTo("https://postern.example:8443");
        }
        assertThat(json.at("/Agent/Region").asString()).isEqualTo("local");
        assertThat(json.at("/Mgs/Region").asString()).isEqualTo("local");
        assertThat(json.at("/Identity/ConsumptionOrder/0").asString()).isEqualTo("OnPrem");
        assertThat(file).contains("amazon-ssm-agent.json");
    }

    @ParameterizedTest
    @EnumSource
    void theStockAgentLeavesRootsOwnCredentialsAlone(StockAgent agent) {
        assertThat(agent.file(told)).contains("\"Profile\": { \"ShareCreds\": false }");
    }

    @Test
    void theManualShowsTheSameFile() throws IOException {
        var manual = Files.readString(Path.of("docs/agent.md"));
        var documented = manual.substring(manual.indexOf("{", manual.indexOf("```json")));
        var settings = new EnrolCommands(URI.create("https://postern.example.com:8443"), "local", "", "");
        assertThat(documented.substring(0, documented.indexOf("\n```"))).isEqualTo(settings.stockSettings());
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
