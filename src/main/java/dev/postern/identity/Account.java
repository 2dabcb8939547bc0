package dev.postern.identity;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The own fleet's account and Region, which every ARN carries.
 *
 * @param accountId twelve digits
 * @param region letters, digits and hyphens, as in a SigV4 scope
 */
@ConfigurationProperties("postern")
public record Account(
        @DefaultValue("000000000000") String accountId,
        @DefaultValue("local") String region) {
    public Account {
        if (!accountId.matches("[0-9]{12}")) {
            throw new IllegalArgumentException("postern.account-id must be twelve digits, not: " + accountId);
        }
        if (!region.matches("[A-Za-z0-9-]{1,100}")) {
            throw new IllegalArgumentException("postern.region must be letters, digits and hyphens, not: " + region);
        }
    }

    public String user(String name) {
        return "arn:aws:iam::" + accountId + ":user/" + name;
    }

    public String role(String name) {
        return "arn:aws:iam::" + accountId + ":role/" + name;
    }

    public String group(String name) {
        return "arn:aws:iam::" + accountId + ":group/" + name;
    }

    /** The serial number of a user's second factor: AWS's for a virtual device. */
    public String mfaDevice(String user) {
        return "arn:aws:iam::" + accountId + ":mfa/" + user;
    }

    /** The serial number of one of a user's passkeys, as AWS has it for FIDO. @param mark tells it from their others */
    public String passkey(String user, String mark) {
        return "arn:aws:iam::" + accountId + ":u2f/user/" + user + "/passkey-" + mark;
    }

    /** What ARNs of a role's sessions begin with, before the last {@code /}. */
    public String roleSessions(String role) {
        return "arn:aws:sts::" + accountId + ":assumed-role/" + role;
    }

    /** A managed policy of this account. */
    public String policy(String name) {
        return "arn:aws:iam::" + accountId + ":policy/" + name;
    }

    /** Somebody acting in a role, under the name they chose for the time. */
    public String assumedRole(String role, String sessionName) {
        return roleSessions(role) + "/" + sessionName;
    }

    public String node(String nodeId) {
        return "arn:aws:ssm:" + region + ":" + accountId + ":managed-instance/" + nodeId;
    }

    public String session(String sessionId) {
        return "arn:aws:ssm:" + region + ":" + accountId + ":session/" + sessionId;
    }

    public String document(String name) {
        return "arn:aws:ssm:" + region + ":" + accountId + ":document/" + name;
    }

    /** Keys of KMS, {@code key/…}, and their aliases. */
    public String kms(String resource) {
        return "arn:aws:kms:" + region + ":" + accountId + ":" + resource;
    }

    /** AWS's own documents, which belong to no account. */
    public String awsDocument(String name) {
        return "arn:aws:ssm:" + region + "::document/" + name;
    }

    /** Things that have no ARN of their own at AWS, e.g. activations. */
    public String any(String kind) {
        return "arn:aws:ssm:" + region + ":" + accountId + ":" + kind;
    }
}
