package dev.postern.access;

import dev.postern.access.policies.Subject;

/** Something that is about to be done to the account's policies, or to who has them. */
public sealed interface PolicyChange {
    /** Of a managed policy. */
    sealed interface OfManaged extends PolicyChange {
        /** The policy's ARN. */
        String arn();
    }

    /** Its default version says this from now on; a document that can be read. */
    record Rewritten(String arn, String document) implements OfManaged {}

    /** A policy that is not there yet, by the ARN it would have, if the subject had it; a document that can be read. */
    record Drafted(String arn, String document, Subject subject) implements OfManaged {
        String name() {
            return arn.substring(arn.indexOf('/') + 1);
        }
    }

    record Attached(String arn, Subject subject) implements OfManaged {}

    record Detached(String arn, Subject subject) implements OfManaged {}

    /** It is the subject's boundary from now on. */
    record Bounded(String arn, Subject subject) implements OfManaged {}

    record Unbounded(Subject subject) implements PolicyChange {}

    /** An inline policy says this from now on; a document that can be read. */
    record Written(Subject subject, String name, String document) implements PolicyChange {}

    record Erased(Subject subject, String name) implements PolicyChange {}

    record Joined(String user, String group) implements PolicyChange {}

    record Left(String user, String group) implements PolicyChange {}
}
