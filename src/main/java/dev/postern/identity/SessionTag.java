package dev.postern.identity;

import java.io.Serializable;

/**
 * A fact that whoever assumed a role put on the session.
 *
 * @param transitive whether it goes on to the roles that are assumed from there
 */
public record SessionTag(String key, String value, boolean transitive) implements Serializable {}
