package dev.postern.recording;

import dev.postern.evidence.SealedSegment;
import dev.postern.gateway.spi.Place;

/**
 * A sealed segment as it is kept.
 *
 * @param next where the tape is read on after it
 * @param toNode what a port session had moved to its node by its end
 * @param last whether it holds the session's end
 */
record SegmentRow(
        SealedSegment sealed,
        Place next,
        long toNode,
        long fromNode,
        boolean last,
        Activity activity,
        Markers markers) {}
