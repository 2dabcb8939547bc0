package dev.postern.console.commandline;

import dev.postern.identity.roles.SessionCredentials.Issued;
import java.net.URI;

/**
 * What one pastes into a shell, for the place where one wants the credentials to be. {@code endpoint_url} is read by the AWS CLI from 2.13 and 1.29 on.
 * The session-manager-plugin reads neither profile nor {@code AWS_CA_BUNDLE}: on Linux it trusts what {@code SSL_CERT_FILE} says (Go), which stands
 * before the one command that needs it, since every other program in Go, and curl, would trust nobody else any more; on macOS and Windows it trusts
 * what the system trusts.
 *
 * @param ownAuthority whether the server's certificate is by Postern's own CA, which nobody trusts yet
 */
record Profile(URI api, String region, boolean ownAuthority) {
    /** In {@code ~/.aws}, for all shells. */
    static final String NAME = "postern";

    private static final String CA = "$HOME/.aws/postern-ca.pem";

    /** Where the credentials are. */
    enum Place {
        /** Kept by the AWS CLI, whatever the shell: the lines are for sh and its like. */
        PROFILE("kept"),
        /** In the environment of one shell, sh and its like. */
        SHELL("shell"),
        /** In the environment of one PowerShell. */
        POWERSHELL("powershell");

        private final String key;

        Place(String key) {
            this.key = key;
        }

        /** In the bundles: {@code command-line.} and this. */
        String key() {
            return key;
        }
    }

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

    /** Puts the downloaded CA where the other lines look for it. */
    static String authority(Place place) {
        return switch (place) {
            case PROFILE, SHELL -> "mkdir -p ~/.aws && mv ~/Downloads/ca.pem ~/.aws/postern-ca.pem";
            case POWERSHELL -> """
                    New-Item -ItemType Directory -Force "$HOME\\.aws" | Out-Null
                    Move-Item -Force "$HOME\\Downloads\\ca.pem" "$HOME\\.aws\\postern-ca.pem\"""";
        };
    }

    /** Has the system trust the CA, where the plugin goes by that alone. */
    static String systemTrust(Place place) {
        return switch (place) {
            case PROFILE, SHELL ->
                "security add-trusted-cert -r trustRoot -k ~/Library/Keychains/login.keychain-db ~/.aws/postern-ca.pem";
            case POWERSHELL ->
                "Import-Certificate -FilePath \"$HOME\\.aws\\postern-ca.pem\" -CertStoreLocation Cert:\\CurrentUser\\Root";
        };
    }

    String credentials(Place place, Issued issued) {
        return switch (place) {
            case PROFILE -> kept(issued);
            case SHELL -> exports(issued);
            case POWERSHELL -> powerShell(issued);
        };
    }

    /** Kept by the AWS CLI itself, which puts them into the file of credentials and readable for nobody else. */
    private static String kept(Issued issued) {
        return """
                aws configure set --profile %1$s aws_access_key_id %2$s
                aws configure set --profile %1$s aws_secret_access_key %3$s
                aws configure set --profile %1$s aws_session_token %4$s""".formatted(NAME, issued.accessKeyId(), issued.secretAccessKey(), issued.sessionToken());
    }

    private String exports(Issued issued) {
        var bundle = ownAuthority ? "\nexport AWS_CA_BUNDLE=~/.aws/postern-ca.pem" : "";
        return """
                export AWS_ACCESS_KEY_ID=%s
                export AWS_SECRET_ACCESS_KEY=%s
                export AWS_SESSION_TOKEN=%s
                export AWS_ENDPOINT_URL=%s AWS_DEFAULT_REGION=%s%s""".formatted(
                        issued.accessKeyId(), issued.secretAccessKey(), issued.sessionToken(), api, region, bundle);
    }

    private String powerShell(Issued issued) {
        var bundle = ownAuthority ? "\n$env:AWS_CA_BUNDLE=\"$HOME\\.aws\\postern-ca.pem\"" : "";
        return """
                $env:AWS_ACCESS_KEY_ID="%s"
                $env:AWS_SECRET_ACCESS_KEY="%s"
                $env:AWS_SESSION_TOKEN="%s"
                $env:AWS_ENDPOINT_URL="%s"
                $env:AWS_DEFAULT_REGION="%s\"%s""".formatted(
                        issued.accessKeyId(), issued.secretAccessKey(), issued.sessionToken(), api, region, bundle);
    }

    String session(Place place, String node) {
        return trusting(place) + start(place, node);
    }

    String forward(Place place, String node) {
        var document = "--document-name AWS-StartPortForwardingSession";
        var ports = "portNumber=80,localPortNumber=8888";
        return session(place, node)
                + switch (place) {
                    case PROFILE, SHELL -> " \\\n  " + document + " --parameters " + ports;
                    // a comma outside of quotes makes two arguments
                    case POWERSHELL -> " `\n  " + document + " --parameters \"" + ports + "\"";
                };
    }

    /** For {@code ~/.ssh/config}: then {@code ssh user@mi-…} and {@code scp} work. */
    String ssh(Place place) {
        var command = start(place, "%h") + " --document-name AWS-StartSSHSession --parameters portNumber=%p";
        return "Host mi-*\n  ProxyCommand "
                + switch (place) {
                    // ssh has the user's shell exec it, which takes no variables before the program
                    case PROFILE, SHELL -> (ownAuthority ? "env SSL_CERT_FILE=" + CA + " " : "") + command;
                    case POWERSHELL -> "powershell.exe -NoProfile -Command \"" + command + "\"";
                };
    }

    private String trusting(Place place) {
        return switch (place) {
            case PROFILE, SHELL -> ownAuthority ? "SSL_CERT_FILE=~/.aws/postern-ca.pem " : "";
            case POWERSHELL -> "";
        };
    }

    private static String start(Place place, String target) {
        return "aws ssm start-session "
                + switch (place) {
                    case PROFILE -> "--profile " + NAME + " ";
                    case SHELL, POWERSHELL -> "";
                }
                + "--target " + target;
    }
}
