package dev.postern.session.documents;

import dev.postern.access.Gate;
import dev.postern.identity.Account;
import dev.postern.testing.Store;
import java.time.Clock;

/** Documents put together by hand, for tests of what uses them. */
public final class TestDocuments {
    private TestDocuments() {}

    public static Documents in(Store store, Gate gate, Account account, Clock clock) {
        return new GatedDocuments(
                new DocumentRecords(store.jdbc()), new ProvidedDocuments(), gate, account, store.transactions(), clock);
    }
}
