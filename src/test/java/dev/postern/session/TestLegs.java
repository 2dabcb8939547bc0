package dev.postern.session;

import dev.postern.access.AccessSettings;
import dev.postern.identity.Account;
import dev.postern.session.documents.Documents;

/** What is asked about sessions, for tests of modules above them. */
public final class TestLegs {
    private TestLegs() {}

    public static SessionLegs of(Documents documents, Account account, AccessSettings settings) {
        return new SessionLegs(documents, account, settings);
    }
}
