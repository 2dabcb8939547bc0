package dev.postern.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.agent.SessionDocument.Kind;
import dev.postern.agent.SessionDocument.Separation;
import dev.postern.protocol.SessionTask;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SessionDocumentTest {

    @Test
    void readsAPlainShell() throws TaskRefused {
        var document = of(
                "{'schemaVersion':'1.0','sessionType':'Standard_Stream','inputs':{'kmsKeyId':'','runAsEnabled':false,"
                        + "'shellProfile':{'linux':'cd /tmp','windows':'dir'}}}",
                "{}",
                "");
        assertThat(document).isEqualTo(new SessionDocument(new Kind.Shell(), "", false, "", "cd /tmp"));
    }

    @Test
    void takesFlagsAsBooleansAndAsTexts() throws TaskRefused {
        var body =
                "{'schemaVersion':'1.0','sessionType':'Standard_Stream','inputs':{'runAsEnabled':%s,'runAsDefaultUser':'alice'}}";
        assertThat(of(body.formatted("true"), "{}", "").runAs()).isEqualTo("alice");
        assertThat(of(body.formatted("'True'"), "{}", "").runAs()).isEqualTo("alice");
        assertThat(of(body.formatted("'false'"), "{}", "").runAs()).isEmpty();
        assertThat(of(body.formatted("''"), "{}", "").runAsEnabled()).isFalse();
    }

    @Test
    void prefersTheUserOfTheTask() throws TaskRefused {
        var document = of(
                "{'schemaVersion':'1.0','sessionType':'Standard_Stream','inputs':{'runAsEnabled':true,'runAsDefaultUser':'a'}}",
                "{}",
                "b");
        assertThat(document.runAs()).isEqualTo("b");
    }

    @Test
    void fillsInParametersAndTheirDefaults() throws TaskRefused {
        var document = of(
                "{'schemaVersion':'1.0','sessionType':'NonInteractiveCommands',"
                        + "'parameters':{'command':{'type':'String'},'apart':{'type':'String','default':'True'}},"
                        + "'properties':{'linux':{'commands':'run {{ command }} {{unknown}}','separateOutputStream':'{{apart}}','stdOutSeparatorPrefix':'O:'}}}",
                "{'command':'a$$b'}",
                "");
        assertThat(document.kind()).isEqualTo(new Kind.Command("run a$b {{unknown}}", false, new Separation("O:", "")));
    }

    @Test
    void keepsTheTypeOfAValueThatStandsAlone() throws TaskRefused {
        var document = of(
                "{'schemaVersion':'1.0','sessionType':'Port','properties':{'portNumber':'{{p}}','type':'LocalPortForwarding','extra':'{{list}}'}}",
                "{'p':'8080','list':['a']}",
                "");
        var port = (Kind.Port) document.kind();
        assertThat(port.port()).isEqualTo("8080");
        assertThat(port.forwarding()).isTrue();
        assertThat(port.properties().get("extra").isArray()).isTrue();
    }

    @Test
    void refusesWhatIsNoSessionDocument() {
        assertThatThrownBy(() -> of("{'schemaVersion':'2.2','sessionType':'Standard_Stream'}", "{}", ""))
                .isInstanceOf(TaskRefused.class)
                .hasMessageContaining("schema version 2.2");
        assertThatThrownBy(() -> of("{'schemaVersion':'1.0','sessionType':'Telepathy'}", "{}", ""))
                .isInstanceOf(TaskRefused.class)
                .hasMessageContaining("Telepathy");
        assertThatThrownBy(() -> of(
                        "{'schemaVersion':'1.0','sessionType':'InteractiveCommands','properties':{'windows':{'commands':'dir'}}}",
                        "{}",
                        ""))
                .isInstanceOf(TaskRefused.class)
                .hasMessageContaining("linux");
        assertThatThrownBy(() -> of(
                        "{'schemaVersion':'1.0','sessionType':'Port','properties':{'portNumber':'70000'}}", "{}", ""))
                .isInstanceOf(TaskRefused.class)
                .hasMessageContaining("70000");
    }

    private static SessionDocument of(String document, String parameters, String runAs) throws TaskRefused {
        Map<String, JsonNode> values = new HashMap<>();
        for (var value : json(parameters).properties()) values.put(value.getKey(), value.getValue());
        return SessionDocument.of(new SessionTask("d", json(document), "s-1", values, runAs, "", 0), "linux");
    }

    private static JsonNode json(String singleQuoted) {
        return JsonMapper.shared().readTree(singleQuoted.replace('\'', '"'));
    }
}
