package dev.postern.console.commandline;

import dev.postern.identity.roles.SessionCredentials.Issued;
import java.net.URI;

/**
 * What one pastes into a shell. {@code endpoint_url} is read by the AWS CLI from 2.13 and 1.29 on; the session-manager-plugin reads neither profile nor
 * {@code AWS_CA_BUNDLE}, but the trust of the system or {@code SSL_CERT_FILE} (Go).
 *
 * @param ownAuthority whether the server's certificate is by Postern's own CA, which nobody trusts yet
 */
record Profile(URI api, String region, boolean ownAuthority) {
    /** In {@code ~/.aws}, for all shells. */
    static final String NAME = "postern";

    private static final String CA = "$HOME/.aws/postern-ca.pem";

    /** The profile, without secrets; once. */
    String config() {
        var bundle = ownAuthority ? "\nca_bundle = " + CA : "";
        return """
                mkdir -p ~/.aws && cat >> ~/.aws/config <<EOF
                [profile %s]
                region = %s
                endpoint_url = %s%s
                EOF""".formatted(NAME, region, api, bundle);
    }

    /** Puts the downloaded CA where the profile looks for it. */
    static String authority() {
        return "mkdir -p ~/.aws && mv ~/Downloads/ca.pem ~/.aws/postern-ca.pem";
    }

    /** The plugin opens the session's socket itself, and wants to be told whom to trust. */
    static String pluginTrust() {
        return "export SSL_CERT_FILE=~/.aws/postern-ca.pem";
    }

    /** For this shell alone. */
    String exports(Issued credentials) {
        var bundle =
                ownAuthority ? "\nexport AWS_CA_BUNDLE=~/.aws/postern-ca.pem SSL_CERT_FILE=~/.aws/postern-ca.pem" : "";
        return """
                export AWS_ACCESS_KEY_ID=%s
                export AWS_SECRET_ACCESS_KEY=%s
                export AWS_SESSION_TOKEN=%s
                export AWS_ENDPOINT_URL=%s AWS_DEFAULT_REGION=%s%s""".formatted(
                        credentials.accessKeyId(),
                        credentials.secretAccessKey(),
                        credentials.sessionToken(),
                        api,
                        region,
                        bundle);
    }

    String powerShell(Issued credentials) {
        var bundle = ownAuthority ? "\n$env:AWS_CA_BUNDLE=\"$HOME\\.aws\\postern-ca.pem\"" : "";
        return """
                $env:AWS_ACCESS_KEY_ID="%s"
                $env:AWS_SECRET_ACCESS_KEY="%s"
                $env:AWS_SESSION_TOKEN="%s"
                $env:AWS_ENDPOINT_URL="%s"
                $env:AWS_DEFAULT_REGION="%s\"%s""".formatted(
                        credentials.accessKeyId(),
                        credentials.secretAccessKey(),
                        credentials.sessionToken(),
                        api,
                        region,
                        bundle);
    }

    /** The profile's credentials, kept by the AWS CLI itself, which puts them into the file of credentials and readable for nobody else. */
    String kept(Issued credentials) {
        return """
                aws configure set --profile %1$s aws_access_key_id %2$s
                aws configure set --profile %1$s aws_secret_access_key %3$s
                aws configure set --profile %1$s aws_session_token %4$s""".formatted(
                        NAME, credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());
    }

    static String session(String node) {
        return "aws ssm start-session --profile " + NAME + " --target " + node;
    }

    static String forward(String node) {
        return session(node)
                + " \\\n  --document-name AWS-StartPortForwardingSession --parameters portNumber=80,localPortNumber=8888";
    }

    /** For {@code ~/.ssh/config}: then {@code ssh user@mi-…} and {@code scp} work. */
    static String ssh() {
        return """
                Host mi-*
                  ProxyCommand aws ssm start-session --profile %s --target %%h --document-name AWS-StartSSHSession --parameters portNumber=%%p""".formatted(NAME);
    }
}
