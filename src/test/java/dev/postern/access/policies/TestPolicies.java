package dev.postern.access.policies;

import dev.postern.identity.Account;
import dev.postern.identity.Succession;
import dev.postern.testing.Store;
import java.time.Clock;

/** The account's policies as they are kept, for tests of what is above them. */
public final class TestPolicies {
    private final HeldPolicies held;
    private final StoredPolicies stored;

    public TestPolicies(Store store, Account account, Clock clock) {
        var policies = new PolicyRecords(store.jdbc());
        var attachments = new AttachmentRecords(store.jdbc());
        held = new HeldPolicies(policies, attachments, account);
        stored = new StoredPolicies(policies, attachments, held, store.transactions(), account, _ -> {}, clock);
    }

    /** As Spring would call it. */
    public void tell(Object event) {
        if (event instanceof Succession succession) stored.on(succession);
    }

    public Policies policies() {
        return stored;
    }

    public PolicySource source() {
        return held;
    }
}
