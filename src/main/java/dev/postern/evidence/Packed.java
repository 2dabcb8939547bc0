package dev.postern.evidence;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;

/** A segment's body as one zstd frame: what is hashed and stored. */
public final class Packed {
    /** Beyond it zstd takes much more time for a few per cent. */
    private static final int LEVEL = 3;

    /** What the largest body becomes that cannot be made smaller. */
    static final int LARGEST = (int) Zstd.compressBound(Segment.LARGEST);

    private Packed() {}

    public static byte[] pack(byte[] body) {
        return Zstd.compress(body, LEVEL);
    }

    /** @throws Damaged where it is no zstd frame, or one of more than {@link Segment#LARGEST} bytes */
    public static byte[] unpack(byte[] packed) throws Damaged {
        // The size is believed only as far as it costs nothing: beyond it no memory is asked for.
        var size = packed.length == 0 || packed.length > LARGEST ? 0 : Zstd.getFrameContentSize(packed);
        if (size <= 0 || size > Segment.LARGEST) throw new Damaged("it is no zstd frame of a segment");
        try {
            var body = Zstd.decompress(packed, (int) size);
            if (body.length == size) return body;
        } catch (ZstdException broken) {
            throw new Damaged("it does not unpack: " + broken.getMessage(), broken);
        }
        throw new Damaged("it does not unpack to the size it names");
    }
}
