package dev.postern.e2e;

import static org.awaitility.Awaitility.await;

import dev.postern.sigv4.Credentials;
import dev.postern.testing.Api;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ConnectionStatus;
import software.amazon.awssdk.services.ssm.model.DocumentType;

/** What a replay has to find on the server: activations, the documents of the recordings and their keys; all by the API. */
final class RunningServer implements AutoCloseable {
    static final String PREFERENCES = "SSM-SessionManagerRunShell";

    private static final Pattern KMS_KEY = Pattern.compile("arn:aws:kms:[a-z0-9-]+:[0-9]{12}:key/[0-9a-f-]{36}");
    private static final Pattern BUILT_IN = Pattern.compile("AWS-.*|" + PREFERENCES);
    /** Each replay registers one, and the one that is gone. */
    private static final int MOST_NODES = 100;

    private final Api api;
    private final SsmClient ssm;
    private final SignedCalls calls;
    private SignedCalls.@Nullable Key gone;

    RunningServer(Api api, SsmClient ssm) {
        this.api = api;
        this.ssm = ssm;
        this.calls = new SignedCalls(api);
    }

    SignedCalls calls() {
        return calls;
    }

    SignedCalls.Key clientKey() {
        return new SignedCalls.AccessKey(new Credentials(api.accessKeyId(), api.secretAccessKey(), null));
    }

    PlayedNode newNode() {
        return new PlayedNode(
                ssm.createActivation(request -> request.iamRole("any").registrationLimit(MOST_NODES)));
    }

    /** The key of a node whose registration is over. */
    SignedCalls.Key keyOfNodeThatIsGone() throws IOException, InterruptedException {
        if (gone == null) {
            var node = newNode();
            node.register(calls);
            ssm.deregisterManagedInstance(request -> request.instanceId(node.id()));
            gone = node.registeredKey();
        }
        return gone;
    }

    /** Makes the document of a recording, with a key of this server's KMS where it names one. */
    void document(String name, String content, Substitution substitution) {
        if (BUILT_IN.matcher(name).matches()) return;
        var key = KMS_KEY.matcher(content);
        if (key.find()) substitution.put(key.group(), newKmsKey());
        ssm.createDocument(
                request -> request.name(name).documentType(DocumentType.SESSION).content(substitution.in(content)));
    }

    private String newKmsKey() {
        try (var kms = api.aim(KmsClient.builder())) {
            return kms.createKey().keyMetadata().arn();
        }
    }

    /** The account's preferences are the relay's from now on: the task tells the agent what they say. */
    void prefer(String content) {
        var version = ssm.updateDocument(
                        request -> request.name(PREFERENCES).content(content).documentVersion("$LATEST"))
                .documentDescription()
                .documentVersion();
        ssm.updateDocumentDefaultVersion(request -> request.name(PREFERENCES).documentVersion(version));
    }

    void awaitConnected(String node) {
        await("the node's control channel")
                .until(() ->
                        ssm.getConnectionStatus(request -> request.target(node)).status()
                                == ConnectionStatus.CONNECTED);
    }

    void terminate(String session) {
        ssm.terminateSession(request -> request.sessionId(session));
    }

    @Override
    public void close() {
        calls.close();
    }
}
