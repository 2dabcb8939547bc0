package dev.postern.agent;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Session documents that tests ask for. */
final class Documents {

    private Documents() {}

    static JsonNode shell() {
        return of("{'schemaVersion':'1.0','sessionType':'Standard_Stream','inputs':{}}");
    }

    static JsonNode shellWithProfile(String profile) {
        return of("{'schemaVersion':'1.0','sessionType':'Standard_Stream','inputs':{'shellProfile':{'linux':'" + profile
                + "'}}}");
    }

    static JsonNode shellAs(String user) {
        return of(
                "{'schemaVersion':'1.0','sessionType':'Standard_Stream','inputs':{'runAsEnabled':true,'runAsDefaultUser':'"
                        + user + "'}}");
    }

    static JsonNode interactive() {
        return of(
                "{'schemaVersion':'1.0','sessionType':'InteractiveCommands','parameters':{'command':{'type':'String'}},"
                        + "'properties':{'linux':{'commands':'{{ command }}'},'macos':{'commands':'{{ command }}'}}}");
    }

    static JsonNode command(boolean separate) {
        return of(
                "{'schemaVersion':'1.0','sessionType':'NonInteractiveCommands','parameters':{'command':{'type':'String'}},"
                        + "'properties':{'linux':{'commands':'{{command}}','separateOutputStream':'" + separate
                        + "','stdOutSeparatorPrefix':'OUT:','stdErrSeparatorPrefix':'ERR:'}}}");
    }

    static JsonNode port(int port, String host) {
        return of("{'schemaVersion':'1.0','sessionType':'Port','properties':{'portNumber':'" + port
                + "','type':'LocalPortForwarding','localPortNumber':'0','host':'" + host + "'}}");
    }

    static JsonNode ssh(int port) {
        return of("{'schemaVersion':'1.0','sessionType':'Port','properties':{'portNumber':'" + port + "'}}");
    }

    private static JsonNode of(String singleQuoted) {
        return JsonMapper.shared().readTree(singleQuoted.replace('\'', '"'));
    }
}
