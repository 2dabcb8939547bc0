package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.api.ApiUnderTest.NodeUnderTest;
import dev.postern.api.ApiUnderTest.Reply;
import dev.postern.api.operation.Service;
import dev.postern.sigv4.Credentials;
import dev.postern.sigv4.SigV4Signer;
import java.security.KeyPair;
import org.jspecify.annotations.Nullable;

/** Calls as agents put them on the wire, each noted with its answer. */
record AgentWire(SdkCaller by) {
    /** @param signer null for what is not signed */
    Reply sent(@Nullable SigV4Signer signer, Service service, String operation, String body) {
        var prefix = service == Service.SSM ? "AmazonSSM." : "EC2WindowsMessageDeliveryService.";
        return by.raw(new Operations.Name(service, operation), by.api.post(signer, prefix + operation, body));
    }

    Reply ssmOf(Credentials credentials, String operation, String body) {
        return sent(ApiUnderTest.signer(credentials, "ssm"), Service.SSM, operation, body);
    }

    static void answered(Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("{}");
    }

    Reply mds(Credentials credentials, String operation, String body) {
        return sent(ApiUnderTest.signer(credentials, "ec2messages"), Service.EC2_MESSAGES, operation, body);
    }

    Reply byKey(NodeUnderTest node, KeyPair key, String operation, String body) {
        var signer = SigV4Signer.registered(node.id().value(), key.getPrivate(), ApiUnderTest.REGION);
        return sent(signer, Service.SSM, operation, body);
    }
}
