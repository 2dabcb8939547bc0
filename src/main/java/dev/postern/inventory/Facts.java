package dev.postern.inventory;

/**
 * What a node says of itself in its heartbeat (UpdateInstanceInformation); empty text where it said nothing.
 *
 * @param platformType Linux, Windows or MacOS
 */
public record Facts(
        String computerName,
        String address,
        String platformType,
        String platformName,
        String platformVersion,
        String agentName,
        String agentVersion) {
    public static final Facts UNKNOWN = new Facts("", "", "", "", "", "", "");
}
