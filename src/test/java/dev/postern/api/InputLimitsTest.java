package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.inventory.Nodes;
import dev.postern.sigv4.Credentials;
import dev.postern.testing.HandClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an input may be, and in which words it is refused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InputLimitsTest {
    private final HandClock clock = new HandClock();
    private ApiUnderTest api;
    private Credentials admin;

    @BeforeAll
    void start() {
        api = new ApiUnderTest(clock);
        admin = api.administrator();
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        CreateActivation            | {}                                               | ValidationException   | Value null at 'iamRole' failed to satisfy constraint: Member must not be null
        CreateActivation            | {"IamRole":null}                                 | ValidationException   | 'iamRole'
        CreateActivation            | {"IamRole":7}                                    | SerializationException| can not be converted to a String
        CreateActivation            | {"IamRole":"r","RegistrationLimit":0}            | ValidationException   | Value '0' at 'registrationLimit' failed to satisfy constraint: Member must have value greater than or equal to 1
        CreateActivation            | {"IamRole":"r","RegistrationLimit":1001}         | ValidationException   | less than or equal to 1000
        CreateActivation            | {"IamRole":"r","RegistrationLimit":1.5}          | SerializationException| an Integer
        CreateActivation            | {"IamRole":"r","RegistrationLimit":99999999999999999999} | ValidationException | less than or equal to 1000
        CreateActivation            | {"IamRole":"r","ExpirationDate":1}               | InvalidParameters     | in the future
        CreateActivation            | {"IamRole":"r","ExpirationDate":1e300}           | ValidationException   | expirationDate
        CreateActivation            | {"IamRole":"r","ExpirationDate":1e300000000}     | ValidationException   | expirationDate
        CreateActivation            | {"IamRole":"r","ExpirationDate":-1e300000000}    | ValidationException   | expirationDate
        CreateActivation            | {"IamRole":"r","ExpirationDate":1e-300000000}    | ValidationException   | expirationDate
        CreateActivation            | {"IamRole":"r","ExpirationDate":"tomorrow"}      | SerializationException| a Timestamp
        CreateActivation            | {"IamRole":"r","Tags":[{"Key":"","Value":"v"}]}  | ValidationException   | 'tags.1.member.key'
        CreateActivation            | {"IamRole":"r","Tags":[{"Key":"k"}]}             | ValidationException   | 'tags.1.member.value'
        CreateActivation            | {"IamRole":"r","Tags":[{"Key":"a#","Value":""}]} | ValidationException   | regular expression pattern
        CreateActivation            | {"IamRole":"r","Tags":[{"Key":"a","Value":""},{"Key":"a","Value":""}]} | ValidationException | unique
        CreateActivation            | {"IamRole":"r","Tags":{}}                        | SerializationException| a list
        CreateActivation            | {"IamRole":"r","RegistrationMetadata":[{"Key":" ","Value":"v"}]} | ValidationException | registrationMetadata.1.member.key
        DescribeActivations         | {"MaxResults":51}                                | ValidationException   | less than or equal to 50
        DescribeActivations         | {"Filters":[{"FilterKey":"Nonsense"}]}           | InvalidFilter         | Nonsense
        DeleteActivation            | {"ActivationId":"not-an-id"}                     | ValidationException   | activationId
        DescribeInstanceInformation | {"MaxResults":4}                                 | ValidationException   | greater than or equal to 5
        DescribeInstanceInformation | {"Filters":[{"Key":"Nonsense","Values":["a"]}]}  | InvalidFilterKey      | Nonsense
        DescribeInstanceInformation | {"Filters":[{"Key":"InstanceIds","Values":[]}]}  | ValidationException   | 'filters.1.member.values'
        DescribeInstanceInformation | {"Filters":[{"Key":"PlatformTypes","Values":["BeOS"]}]} | InvalidInstanceInformationFilterValue | Windows, Linux, MacOS
        DescribeInstanceInformation | {"InstanceInformationFilterList":[{"key":"tag:a","valueSet":["b"]}]} | ValidationException | enum value set
        DescribeInstanceInformation | {"Filters":[{"Key":"tag-key","Values":["a"]}],"InstanceInformationFilterList":[{"key":"IamRole","valueSet":["b"]}]} | ValidationException | together
        DescribeInstanceInformation | {"NextToken":"%%%"}                              | InvalidNextToken      | token
        GetConnectionStatus         | {}                                               | ValidationException   | 'target'
        GetConnectionStatus         | {"Target":"a\\u0000b"}                         | ValidationException   | 'target' failed to satisfy constraint: Member must not have the character U+0000 in it
        StartSession                | {"Target":""}                                    | ValidationException   | 'target'
        StartSession                | {"Target":"i-0123456789abcdef0"}                 | TargetNotConnected    | i-0123456789abcdef0 is not connected.
        StartSession                | {"Target":"mi-0123456789abcdef0","Reason":""}    | ValidationException   | 'reason'
        StartSession                | {"Target":"mi-0123456789abcdef0","Reason":"a\\nb"} | ValidationException | 'reason'
        StartSession                | {"Target":"mi-0123456789abcdef0","DocumentName":"!"} | ValidationException | 'documentName'
        StartSession                | {"Target":"mi-0123456789abcdef0","Parameters":{"command":"ls"}} | SerializationException | 'parameters.command' can not be converted to a list
        StartSession                | {"Target":"mi-0123456789abcdef0","Parameters":{"command":[null]}} | ValidationException | 'parameters.command'
        ResumeSession               | {}                                               | ValidationException   | 'sessionId'
        DescribeSessions            | {"State":"Sleeping"}                             | ValidationException   | enum value set: [Active, History]
        DescribeSessions            | {"State":"Active","MaxResults":201}              | ValidationException   | less than or equal to 200
        DescribeSessions            | {"State":"Active","Filters":[]}                  | ValidationException   | 'filters'
        DescribeSessions            | {"State":"Active","Filters":[{"key":"InvokedAfter","value":"yesterday"}]} | ValidationException | 2026-11-23T10:00:00Z
        DescribeSessions            | {"State":"Active","Filters":[{"key":"Owner","value":"a"},{"key":"Owner","value":"b"}]} | ValidationException | Owner is there twice
        CreateDocument              | {"Content":"{}"}                                 | ValidationException   | 'name'
        CreateDocument              | {"Name":"ab","Content":"{}"}                     | ValidationException   | 'name'
        CreateDocument              | {"Name":"Mine","Content":""}                     | ValidationException   | 'content'
        CreateDocument              | {"Name":"Mine","Content":"{}","DocumentType":"Shell"} | ValidationException | enum value set
        CreateDocument              | {"Name":"Mine","Content":"{}","DocumentType":"Package"} | ValidationException | Session or Command
        CreateDocument              | {"Name":"Mine","Content":"{}","DocumentFormat":"XML"} | ValidationException | enum value set
        CreateDocument              | {"Name":"Mine","Content":"{}","DocumentFormat":"TEXT"} | InvalidDocumentContent | JSON or YAML
        CreateDocument              | {"Name":"Mine","Content":"{}","VersionName":"a b"} | ValidationException | 'versionName'
        CreateDocument              | {"Name":"Mine","Content":"{}","DisplayName":"a#b"} | ValidationException | 'displayName'
        CreateDocument              | {"Name":"Mine","Content":"{}","TargetType":"EC2"} | ValidationException  | 'targetType'
        CreateDocument              | {"Name":"Mine","Content":"{}","Attachments":[{"Key":"SourceUrl"}]} | ValidationException | Attachments
        CreateDocument              | {"Name":"Amazon-Mine","Content":"{}","DocumentType":"Session"} | ValidationException | come with Postern
        UpdateDocument              | {"Name":"Mine","Content":"{}","DocumentVersion":"$NEWEST"} | ValidationException | 'documentVersion'
        UpdateDocumentDefaultVersion | {"Name":"Mine","DocumentVersion":"$LATEST"}     | ValidationException   | 'documentVersion'
        UpdateDocumentDefaultVersion | {"Name":"Mine","DocumentVersion":"99999999999"} | InvalidDocument       | Mine does not exist
        GetDocument                 | {"Name":"Mine!"}                                 | ValidationException   | 'name'
        GetDocument                 | {"Name":"AWS-StartSSHSession","DocumentVersion":"1","VersionName":"a"} | InvalidDocumentVersion | or by VersionName
        DescribeDocumentPermission  | {"Name":"AWS-StartSSHSession"}                   | ValidationException   | 'permissionType'
        ListDocuments               | {"MaxResults":51}                                | ValidationException   | less than or equal to 50
        ListDocuments               | {"DocumentFilterList":[{"key":"TargetType","value":"/"}]} | ValidationException | enum value set
        ListDocuments               | {"DocumentFilterList":[{"key":"Name","value":"a"}],"Filters":[{"Key":"Name","Values":["a"]}]} | ValidationException | together
        ListDocumentVersions        | {"Name":"Nobodys"}                               | InvalidDocument       | Nobodys does not exist
        DeleteDocument              | {"Name":"Nobodys","Force":"yes"}                 | SerializationException | a Boolean
        DeregisterManagedInstance   | {"InstanceId":"mi-0123456789abcdef0"}            | InvalidInstanceId     | mi-0123456789abcdef0
        DeregisterManagedInstance   | {"InstanceId":"nonsense"}                        | InvalidInstanceId     | nonsense
        AddTagsToResource           | {"ResourceType":"Parameter","ResourceId":"x","Tags":[]} | InvalidResourceType | ManagedInstance
        AddTagsToResource           | {"ResourceType":"ManagedInstance","ResourceId":"mi-0123456789abcdef0","Tags":[]} | InvalidResourceId | mi-0123456789abcdef0
        RemoveTagsFromResource      | {"ResourceType":"ManagedInstance","ResourceId":"mi-0123456789abcdef0"} | ValidationException | 'tagKeys'
        """)
    void whatBreaksARuleIsToldWhichOne(String operation, String body, String type, String words) {
        var reply = api.ssm(admin, operation, body);
        assertThat(reply.type()).as(reply.text()).isEqualTo(type);
        assertThat(reply.message()).contains(words);
    }

    @Test
    void aWrongValueIsNotRepeatedWithoutEnd() {
        var reply = api.ssm(admin, "GetConnectionStatus", "{\"Target\":\"" + "x".repeat(100_000) + "\"}");
        assertThat(reply.type()).isEqualTo("ValidationException");
        assertThat(reply.text()).hasSizeLessThan(500);
    }

    @Test
    void anActivationLivesAtMostThirtyDays() {
        long days30 = clock.instant().plus(Duration.ofDays(30)).getEpochSecond();
        var within = api.ssm(admin, "CreateActivation", "{\"IamRole\":\"r\",\"ExpirationDate\":" + days30 + "}");
        assertThat(within.status()).as(within.text()).isEqualTo(200);
        var beyond = api.ssm(admin, "CreateActivation", "{\"IamRole\":\"r\",\"ExpirationDate\":" + (days30 + 1) + "}");
        assertThat(beyond.type()).isEqualTo("InvalidParameters");
    }

    @Test
    void aNodeHasAtMostFiftyTags() {
        var node = api.node("tagged").id();
        var tags = new HashMap<String, String>();
        for (int i = 0; i < 50; i++) tags.put("key" + i, "v");
        api.bean(Nodes.class).tag(node, tags);
        var again = api.ssm(admin, "AddTagsToResource", tagging(node.value(), Map.of("key0", "other")));
        assertThat(again.status()).as(again.text()).isEqualTo(200);
        var more = api.ssm(admin, "AddTagsToResource", tagging(node.value(), Map.of("key50", "v")));
        assertThat(more.type()).isEqualTo("TooManyTagsError");
        var atOnce = IntStream.range(0, 51).boxed().collect(Collectors.toMap(i -> "k" + i, _ -> "v"));
        assertThat(api.ssm(admin, "AddTagsToResource", tagging(node.value(), atOnce))
                        .type())
                .isEqualTo("TooManyTagsError");
    }

    @Test
    void aTokenOfAnotherQuestionIsRefused() {
        for (int i = 0; i < 7; i++) api.node("page-" + i);
        var first = api.ssm(admin, "DescribeInstanceInformation", "{\"MaxResults\":5}");
        var token = first.json().path("NextToken").asString();
        var other = "{\"MaxResults\":5,\"NextToken\":\"" + token
                + "\",\"Filters\":[{\"Key\":\"PingStatus\",\"Values\":[\"Online\"]}]}";
        assertThat(api.ssm(admin, "DescribeInstanceInformation", other).type()).isEqualTo("InvalidNextToken");
        assertThat(api.ssm(admin, "DescribeInstanceInformation", "{\"NextToken\":\"" + token + "\"}")
                        .status())
                .isEqualTo(200);
    }

    private static String tagging(String node, Map<String, String> tags) {
        return "{\"ResourceType\":\"ManagedInstance\",\"ResourceId\":\"" + node + "\",\"Tags\":["
                + tags.entrySet().stream()
                        .map(tag -> "{\"Key\":\"" + tag.getKey() + "\",\"Value\":\"" + tag.getValue() + "\"}")
                        .collect(Collectors.joining(","))
                + "]}";
    }
}
