package dev.postern.identity.roles;

import dev.postern.identity.Succession;
import dev.postern.identity.TestIdentity;
import dev.postern.testing.Store;
import java.time.Clock;
import org.springframework.context.ApplicationEventPublisher;

/** The account's roles as they are kept, for tests of what is above them. */
public final class TestRoles {
    private TestRoles() {}

    /** As Spring would call them. */
    public static void tell(Roles roles, Object event) {
        if (event instanceof Succession succession) ((StoredRoles) roles).on(succession);
    }

    /** @param told of what roles publish */
    public static Roles in(Store store, TestIdentity identity, ApplicationEventPublisher told, Clock clock) {
        return new StoredRoles(store.jdbc(), store.transactions(), identity.users(), identity.account(), told, clock);
    }
}
