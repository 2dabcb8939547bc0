package dev.postern.api;

import dev.postern.api.ApiUnderTest.NodeUnderTest;
import dev.postern.api.operation.Service;
import dev.postern.inventory.Facts;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.Nodes;
import dev.postern.sigv4.Credentials;
import dev.postern.testing.Database;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/** An administrator with AWS's SDK, somebody who may nothing, nodes to ask about, and a note of every answer. */
final class SdkCaller implements AutoCloseable {
    /** Of the right form, and of no node. */
    static final String NO_NODE = "mi-00000000000000000";

    static final String NO_UUID = "00000000-0000-4000-8000-000000000000";
    static final String MADE_UP_TOKEN = "bm9uc2Vuc2U";

    final ApiUnderTest api;
    final Credentials key;
    final SsmClient ssm;
    final SsmClient plain;
    final KmsClient kms;
    final KmsClient plainKms;
    final StsClient sts;
    final IamClient iam;
    final IamClient plainIam;

    private final List<Answered> answers = new ArrayList<>();
    private final Map<Operations.Name, SdkRequest> requests = new ConcurrentHashMap<>();

    SdkCaller(Database database) {
        // the SDK has no other time
        api = new ApiUnderTest(database, Clock.systemUTC(), _ -> {}, "postern.api.poll=1ms", "postern.api.rate=100000");
        key = api.administrator();
        var plainKey = api.keyOf("alice", Set.of());
        ssm = aimed(SsmClient.builder(), AwsSdk.signing(key));
        plain = aimed(SsmClient.builder(), AwsSdk.signing(plainKey));
        kms = aimed(KmsClient.builder(), AwsSdk.signing(key));
        plainKms = aimed(KmsClient.builder(), AwsSdk.signing(plainKey));
        sts = aimed(StsClient.builder(), AwsSdk.signing(key));
        iam = aimed(IamClient.builder(), AwsSdk.signing(key));
        plainIam = aimed(IamClient.builder(), AwsSdk.signing(plainKey));
    }

    /** @param operation what was called, with the status of the answer */
    record Answered(Operations.Name operation, int status) {}

    <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C aimed(
            B builder, AwsCredentialsProvider credentials) {
        return AwsSdk.aimed(builder, api, credentials, new Notes());
    }

    /** The SDK of the agent on a node. */
    SsmClient agent(NodeUnderTest node) {
        return aimed(SsmClient.builder(), AwsSdk.signing(node.credentials()));
    }

    /** For what is in no public SDK. */
    ApiUnderTest.Reply raw(Operations.Name operation, ApiUnderTest.Reply reply) {
        note(new Answered(operation, reply.status()));
        return reply;
    }

    /** The latest that the SDK sent; none of what it has no call for. */
    Optional<SdkRequest> requestOf(Operations.Name operation) {
        return Optional.ofNullable(requests.get(operation));
    }

    /** All answers since it was asked before. */
    synchronized List<Answered> answers() {
        var all = List.copyOf(answers);
        answers.clear();
        return all;
    }

    private synchronized void note(Answered answer) {
        answers.add(answer);
    }

    /** A node that runs commands and takes sessions. */
    NodeId node() {
        var node = api.node("web").id();
        api.bean(Nodes.class)
                .heartbeat(node, new Facts("web", "192.0.2.7", "Linux", "Debian", "12", "amazon-ssm-agent", "3.3.0.0"));
        api.bean(Nodes.class).connected(node, "3.3.0.0");
        api.relays.connected.add(node);
        api.jobs.connected.add(node);
        return node;
    }

    String newKey() {
        return kms.createKey(_ -> {}).keyMetadata().keyId();
    }

    String disabledKey() {
        var key = newKey();
        kms.disableKey(request -> request.keyId(key));
        return key;
    }

    /** A key that waits for its deletion. */
    String goingKey() {
        var key = newKey();
        kms.scheduleKeyDeletion(request -> request.keyId(key));
        return key;
    }

    KeyMetadata metadata(String key) {
        return kms.describeKey(request -> request.keyId(key)).keyMetadata();
    }

    @Override
    public void close() {
        for (var client : List.of(ssm, plain, kms, plainKms, sts, iam, plainIam)) client.close();
        api.close();
    }

    private final class Notes implements ExecutionInterceptor {
        @Override
        public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
            requests.put(name(attributes), context.request());
        }

        @Override
        public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
            note(new Answered(name(attributes), context.httpResponse().statusCode()));
        }

        private static Operations.Name name(ExecutionAttributes attributes) {
            var service =
                    attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME).toLowerCase(Locale.ROOT);
            return new Operations.Name(
                    Service.ofScope(service).orElseThrow(),
                    attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
        }
    }
}
