package dev.postern.protocol;

import java.time.Instant;
import java.util.UUID;

/**
 * What agents 3.2.1478 to 3.3.130 wait for, 2 s long, after asking for it in their first message. Others log it as an error: send it only when
 * asked.
 */
public final class ChannelReady {
    private ChannelReady() {}

    public static Frame control(UUID id, Instant created) {
        return Json.frame(MessageType.CONTROL_CHANNEL_READY, id, created, Json.object());
    }

    public static Frame data(UUID id, Instant created) {
        return Json.frame(MessageType.DATA_CHANNEL_READY, id, created, Json.object());
    }
}
