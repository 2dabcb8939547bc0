package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.postern.api.operation.Service;
import dev.postern.testing.Database;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;

/**
 * Every operation there is, by AWS's SDK for Java, with good input and bad. Which there are says the running API: a new operation
 * fails here until somebody has asked it. What agents alone call has no SDK and is asked as agents ask.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryOperationSdkIT {
    private final SdkCaller caller = new SdkCaller(Database.H2);
    private final List<Asked> all = all(caller);

    static List<Asked> all(SdkCaller caller) {
        var wire = new AgentWire(caller);
        var documents = new AskedOfDocuments(caller);
        return Stream.of(
                        new AskedOfSessions(caller).all(),
                        new AskedOfNodes(caller).all(),
                        new AskedOfTags(caller).all(),
                        new AskedOfAccounts(caller).all(),
                        documents.all(),
                        new AskedOfDocumentReads(caller, documents).all(),
                        new AskedOfCommands(caller).all(),
                        new AskedOfKeys(caller).all(),
                        new AskedOfAliases(caller).all(),
                        new AskedOfKeyTags(caller).all(),
                        new AskedOfKeyPolicies(caller).all(),
                        new AskedOfRotation(caller).all(),
                        new AskedOfCiphers(caller).all(),
                        new AskedOfSts(caller).all(),
                        new AskedOfIam(caller).all(),
                        new AskedByMachines(caller, wire).all(),
                        new AskedByAgents(caller, wire).all(),
                        new AskedByPollingAgents(caller, wire).all())
                .flatMap(List::stream)
                .toList();
    }

    @AfterAll
    void stop() {
        caller.close();
    }

    @Test
    void whatIsServedIsAskedAndNothingElse() {
        assertThat(all)
                .extracting(Asked::operation)
                .containsExactlyInAnyOrderElementsOf(
                        caller.api.bean(Operations.class).names());
    }

    @TestFactory
    Stream<DynamicNode> everyOperation() {
        return all.stream()
                .map(asked -> dynamicContainer(
                        asked.operation().toString(),
                        Stream.concat(
                                Stream.of(dynamicTest("answers", () -> answers(asked))),
                                asked.bad().stream()
                                        .map(bad -> dynamicTest(bad.how(), () -> refuses(asked, bad.call()))))));
    }

    private void answers(Asked asked) throws Throwable {
        caller.answers();
        asked.good().execute();
        assertThat(caller.answers()).contains(new SdkCaller.Answered(asked.operation(), 200));
    }

    private void refuses(Asked asked, Executable call) throws Throwable {
        caller.answers();
        call.execute();
        assertThat(caller.answers().getLast()).satisfies(last -> {
            assertThat(last.operation()).isEqualTo(asked.operation());
            assertThat(last.status()).isBetween(400, 499);
        });
    }

    @Test
    void whatIsNotServedIsUnknownInTheWordsOfItsService() {
        var served = caller.api.bean(Operations.class).names();
        assertThat(served)
                .doesNotContain(
                        new Operations.Name(Service.SSM, "ListNodes"), new Operations.Name(Service.KMS, "Sign"));
        AwsSdk.refused(() -> caller.ssm.listNodes(_ -> {}), "UnknownOperationException", 400, "not known here");
        AwsSdk.refused(() -> caller.kms.sign(_ -> {}), "UnknownOperationException", 400, "not known here");
        AwsSdk.refused(() -> caller.iam.listAccountAliases(_ -> {}), "InvalidAction", 400, "not known here");
        AwsSdk.refused(() -> caller.sts.decodeAuthorizationMessage(_ -> {}), "InvalidAction", 400, "not known here");
    }
}
