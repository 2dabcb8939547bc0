package dev.postern.access;

import dev.postern.access.policies.Subject;

/** Something that is about to be done to the account's managed policies. */
public sealed interface PolicyChange {
    /** The policy's ARN. */
    String arn();

    /** Its default version says this from now on; a document that can be read. */
    record Rewritten(String arn, String document) implements PolicyChange {}

    record Attached(String arn, Subject subject) implements PolicyChange {}

    record Detached(String arn, Subject subject) implements PolicyChange {}
}
