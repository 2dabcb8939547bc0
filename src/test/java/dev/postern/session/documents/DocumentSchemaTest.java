package dev.postern.session.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentSchemaTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"sessionType":"Standard_Stream","inputs":{}}                       | schemaVersion              | is missing, a Session document has "1.0"
        {"schemaVersion":1.0,"sessionType":"Standard_Stream","inputs":{}}   | schemaVersion              | Write "1.0", in quotes
        {"schemaVersion":"2.2","sessionType":"Standard_Stream","inputs":{}} | schemaVersion              | is "2.2"
        {"schemaVersion":"1.0","inputs":{}}                                 | sessionType                | Standard_Stream, InteractiveCommands
        {"schemaVersion":"1.0","sessionType":"SSH"}                         | sessionType                | is "SSH"
        {"schemaVersion":"1.0","sessionType":"Standard_Stream"}             | inputs                     | are missing
        {"schemaVersion":"1.0","sessionType":"Standard_Stream","inputs":[]} | inputs                     | is a list, it must be an object
        {"schemaVersion":"1.0","sessionType":"Standard_Stream","inputs":{},"input":{}} | input           | is no member
        {"schemaVersion":"1.0","sessionType":"Standard_Stream","inputs":{},"description":7} | description | is a number, it must be a text
        {"schemaVersion":"1.0","sessionType":"Standard_Stream","inputs":{},"properties":{"linux":{}}} | properties | inputs.shellProfile
        """)
    void theFrameOfADocumentIsChecked(String document, String path, String words) {
        assertProblem(document, path, words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        "idleSessionTimeout":"0"          | inputs.idleSessionTimeout | minutes from 1 to 60
        "idleSessionTimeout":61           | inputs.idleSessionTimeout | is 61
        "idleSessionTimeout":"20m"        | inputs.idleSessionTimeout | is "20m"
        "idleSessionTimeout":1.5          | inputs.idleSessionTimeout | 1 to 60
        "idleSessionTimeout":true         | inputs.idleSessionTimeout | 1 to 60
        "maxSessionDuration":"1441"       | inputs.maxSessionDuration | 1 to 1440
        "s3EncryptionEnabled":"yes"       | inputs.s3EncryptionEnabled | Write true or false
        "cloudWatchEncryptionEnabled":1   | inputs.cloudWatchEncryptionEnabled | true or false
        "cloudWatchStreamingEnabled":"on" | inputs.cloudWatchStreamingEnabled | true or false
        "cloudWatchLogGroupName":{}       | inputs.cloudWatchLogGroupName | must be a text
        "s3BucketName":7                  | inputs.s3BucketName | must be a text
        "kmsKeyId":"a key"                | inputs.kmsKeyId | id, ARN or alias
        "runAsEnabled":"maybe"            | inputs.runAsEnabled | true or false
        "runAsDefaultUser":"root"         | inputs.runAsDefaultUser | is root, whom no session runs as
        "runAsDefaultUser":"-x"           | inputs.runAsDefaultUser | no name of a user
        "runAsDefaultUser":"a b"          | inputs.runAsDefaultUser | no name of a user
        "shellProfile":"bash"             | inputs.shellProfile | must be an object
        "shellProfile":{"macos":"zsh"}    | inputs.shellProfile.macos | Known are linux, windows
        "shellProfile":{"linux":["a"]}    | inputs.shellProfile.linux | must be a text
        "idleTimeout":"5"                 | inputs.idleTimeout | is no member
        "shellProfile":{"linux":"cd {{ dir }}"} | inputs.shellProfile.linux | {{ dir }}, which parameters does not declare
        "shellProfile":{"linux":"{{ssm:dir}}"}  | inputs.shellProfile.linux | no parameter store
        """)
    void everyInputIsChecked(String input, String path, String words) {
        assertProblem(
                "{\"schemaVersion\":\"1.0\",\"sessionType\":\"Standard_Stream\",\"inputs\":{" + input + "}}",
                path,
                words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"type":"Text"}                                 | parameters.p.type           | String, StringList, Boolean, Integer
        {"type":"MapList"}                              | parameters.p.type           | is "MapList"
        {}                                              | parameters.p.type           | Write one of
        {"type":"String","pattern":"a"}                 | parameters.p.pattern        | is no member
        {"type":"String","allowedPattern":"(?=a)"}      | parameters.p.allowedPattern | is not taken
        {"type":"String","allowedPattern":7}            | parameters.p.allowedPattern | must be a text
        {"type":"String","allowedValues":[]}            | parameters.p.allowedValues  | at least one
        {"type":"String","allowedValues":[{}]}          | parameters.p.allowedValues  | not a list of values
        {"type":"String","minChars":-1}                 | parameters.p.minChars       | whole number
        {"type":"String","minChars":5,"maxChars":"4"}   | parameters.p.minChars       | more than maxChars
        {"type":"StringList","minItems":2,"maxItems":1} | parameters.p.minItems       | more than maxItems
        {"type":"String","default":["a"]}               | parameters.p.default        | is no String
        {"type":"StringList","default":"a"}             | parameters.p.default        | is no StringList
        {"type":"String","default":"x","allowedValues":["a"]}    | parameters.p.default | must be one of a
        {"type":"String","default":"b7","allowedPattern":"[a-z]"} | parameters.p.default | must match [a-z]
        {"type":"Integer","default":"seven"}            | parameters.p.default        | whole number
        {"type":"String","description":[]}              | parameters.p.description    | must be a text
        """)
    void everyParameterIsChecked(String rules, String path, String words) {
        assertProblem(
                "{\"schemaVersion\":\"1.0\",\"sessionType\":\"Standard_Stream\",\"inputs\":{},\"parameters\":{\"p\":"
                        + rules + "}}",
                path,
                words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        InteractiveCommands    | {}                                                          | properties | nothing to run
        InteractiveCommands    | {"bsd":{"commands":"ls"}}                                   | properties.bsd | Known are linux, macos, windows
        InteractiveCommands    | {"linux":{}}                                                | properties.linux.commands | command line
        InteractiveCommands    | {"linux":{"commands":7}}                                    | properties.linux.commands | is 7
        InteractiveCommands    | {"linux":{"commands":"ls","runAsElevated":"so"}}            | properties.linux.runAsElevated | true or false
        InteractiveCommands    | {"linux":{"commands":"ls","separateOutputStream":true}}     | properties.linux.separateOutputStream | only for NonInteractiveCommands
        InteractiveCommands    | {"linux":{"commands":"{{ what }}"}}                         | properties.linux.commands | {{ what }}
        NonInteractiveCommands | {"linux":{"commands":"ls","stdOutSeparatorPrefix":"<out>"}} | properties.linux.stdOutSeparatorPrefix | at most 30
        NonInteractiveCommands | {"linux":{"commands":"ls","shell":"bash"}}                  | properties.linux.shell | is no member
        Port                   | {"portNumber":"65536"}                                      | properties.portNumber | must be a port
        Port                   | {"portNumber":"0"}                                          | properties.portNumber | "1" to "65535"
        Port                   | {"portNumber":"22","type":"Remote"}                         | properties.type | LocalPortForwarding
        Port                   | {"portNumber":"22","host":7}                                | properties.host | must be a text
        Port                   | {"port":"22"}                                               | properties.port | is no member
        """)
    void propertiesFitTheSessionType(String type, String properties, String path, String words) {
        assertProblem(
                "{\"schemaVersion\":\"1.0\",\"sessionType\":\"" + type + "\",\"properties\":" + properties + "}",
                path,
                words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // with every input, as the stock console writes it
                """
                {"schemaVersion":"1.0","description":"d","sessionType":"Standard_Stream","inputs":{"s3BucketName":"b","s3KeyPrefix":"p",
                 "s3EncryptionEnabled":true,"cloudWatchLogGroupName":"g","cloudWatchEncryptionEnabled":true,"cloudWatchStreamingEnabled":true,
                 "kmsKeyId":"arn:aws:kms:local:000000000000:key/0f0f","runAsEnabled":true,"runAsDefaultUser":"EXAMPLE\\\\svc.web$",
                 "idleSessionTimeout":"60","maxSessionDuration":"1050","shellProfile":{"windows":"","linux":"exec bash"}}}""",
                // and as others have it
                """
                {"schemaVersion":"1.0","sessionType":"Standard_Stream","inputs":{"s3EncryptionEnabled":"","cloudWatchEncryptionEnabled":"False",
                 "cloudWatchStreamingEnabled":"true","runAsEnabled":"TRUE","idleSessionTimeout":5,"maxSessionDuration":""}}""",
                """
                {"schemaVersion":"1.0","sessionType":"Standard_Stream","parameters":{"idle":{"type":"String","default":"5"}},
                 "inputs":{"idleSessionTimeout":"{{ idle }}","kmsKeyId":"alias/{{idle}}"}}""",
                """
                {"schemaVersion":"1.0","sessionType":"InteractiveCommands","parameters":{"logpath":{"type":"String",
                 "allowedPattern":"^[a-zA-Z0-9-_/]+(.log)$"}},"properties":{"linux":{"commands":"tail -f {{ logpath }}","runAsElevated":true}}}""",
                """
                {"schemaVersion":"1.0","sessionType":"NonInteractiveCommands","parameters":{"up":{"type":"Boolean","default":false},"l":{"type":"StringList",
                 "default":["a"]}},"properties":{"linux":{"commands":["ls","id"],"runAsElevated":"{{ up }}","separateOutputStream":"true",
                 "stdErrSeparatorPrefix":"err:"}}}""",
                """
                {"schemaVersion":"1.0","sessionType":"Port","properties":{"portNumber":22}}"""
            })
    void whatIsInUseIsTaken(String document) {
        assertThat(problems(DocumentType.SESSION, document)).isEmpty();
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        var problems = problems(
                DocumentType.SESSION,
                "{\"sessionType\":\"Standard_Stream\",\"inputs\":{\"idleSessionTimeout\":\"99\",\"runAsEnabled\":\"so\"}}");
        assertThat(problems)
                .extracting(Problem::path)
                .containsExactlyInAnyOrder("schemaVersion", "inputs.idleSessionTimeout", "inputs.runAsEnabled");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"schemaVersion":"0.3","mainSteps":[{"action":"aws:runShellScript","name":"a"}]} | schemaVersion | has "2.2"
        {"schemaVersion":"2.2"}                                                          | mainSteps | not a list of steps
        {"schemaVersion":"2.2","mainSteps":[{"name":"a"}]}                               | mainSteps[0].action | aws:runShellScript
        {"schemaVersion":"2.2","mainSteps":[{"action":"aws:runShellScript"}]}            | mainSteps[0].name | 1 to 128
        {"schemaVersion":"2.2","mainSteps":[{"action":"aws:runShellScript","name":"a"},{"action":"aws:runShellScript","name":"a"}]} | mainSteps[1].name | another step
        {"schemaVersion":"2.2","mainSteps":[{"action":"aws:runShellScript","name":"a","inputs":{"runCommand":["{{ x }}"]}}]} | mainSteps[0].inputs.runCommand[0] | {{ x }}
        """)
    void commandDocumentsAreCheckedInTheirOutline(String document, String path, String words) {
        assertThat(problems(DocumentType.COMMAND, document)).anySatisfy(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.toString()).contains(words);
        });
    }

    @Test
    void aCommandDocumentInUseIsTaken() {
        assertThat(problems(DocumentType.COMMAND, """
                        {"schemaVersion":"2.2","description":"d","parameters":{"commands":{"type":"StringList","minItems":1,"displayType":"textarea"},
                         "dir":{"type":"String","default":"","maxChars":4096},"env":{"type":"StringMap","default":{}}},
                         "mainSteps":[{"action":"aws:runShellScript","name":"run","precondition":{"StringEquals":["platformType","Linux"]},
                         "inputs":{"runCommand":"{{ commands }}","workingDirectory":"{{ dir }}","timeoutSeconds":"60"}}]}""")).isEmpty();
    }

    @Test
    void theExampleOfThePageIsADocument() throws IOException {
        var page = Files.readString(Path.of("docs/documents.md"));
        var example = Pattern.compile("(?s)```yaml\\n(.*?)```").matcher(page);
        assertThat(example.find()).isTrue();
        assertThat(DocumentSchema.problems(
                        DocumentType.SESSION, DocumentText.read(DocumentFormat.YAML, example.group(1))))
                .isEmpty();
    }

    private static void assertProblem(String document, String path, String words) {
        assertThat(problems(DocumentType.SESSION, document)).as(document).anySatisfy(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.toString()).contains(words);
        });
    }

    private static List<Problem> problems(DocumentType type, String document) {
        return DocumentSchema.problems(type, DocumentText.read(DocumentFormat.JSON, document));
    }
}
