package dev.postern.inventory;

import java.util.Optional;

/**
 * The account's service settings. Nothing here depends on one: every node may have sessions, whatever its tier, and there is no parameter
 * store; they are kept so that scripts and templates written for AWS run as they are. Asks nobody's permission: faces come here through the
 * gate.
 */
public interface ServiceSettings {
    /** Empty for a setting of a service that is not here. */
    Optional<ServiceSetting> find(String id);

    /** @throws IllegalArgumentException names the values it may have, or says that there is no such setting */
    void set(String id, String value, String by);

    /** Gives it its default again. Does nothing for one that has it. */
    void reset(String id);
}
