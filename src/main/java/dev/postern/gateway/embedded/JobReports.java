package dev.postern.gateway.embedded;

import dev.postern.commands.spi.JobLedger;
import dev.postern.gateway.FrameLink;
import dev.postern.inventory.NodeId;
import dev.postern.protocol.AgentJobAck;
import dev.postern.protocol.AgentJobReply;
import dev.postern.protocol.AgentJobReplyAck;
import dev.postern.protocol.Frame;
import dev.postern.protocol.ProtocolViolation;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What agents say of their jobs, on its way to the ledger. The ledger may take its time, and the socket must go on being read, so each report has a
 * thread; a reply is acknowledged when it is written, and comes again otherwise. One that cannot be read costs no node its channel: it would come again
 * with the next, for ever.
 */
@Component
class JobReports {
    private static final Logger log = LoggerFactory.getLogger(JobReports.class);

    /** Reports of one node that wait to be written. An agent runs a handful of jobs; what is beyond comes again by itself. */
    static final int MOST_OF_A_NODE = 64;

    /** Reports that are written at the same time: fewer than the database has connections. */
    private static final int MOST_WRITERS = 6;

    private final JobLedger ledger;
    private final InstantSource clock;
    private final Semaphore writers = new Semaphore(MOST_WRITERS);
    private final Map<NodeId, Integer> waiting = new ConcurrentHashMap<>();

    JobReports(JobLedger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    void acknowledged(NodeId node, Frame frame) {
        write(node, () -> ledger.acknowledged(node, AgentJobAck.parse(frame)));
    }

    void replied(NodeId node, Frame frame, FrameLink link) {
        write(node, () -> {
            var reply = AgentJobReply.parse(frame);
            ledger.replied(node, reply);
            link.send(
                    new AgentJobReplyAck(reply.jobId(), frame.messageId()).toFrame(UUID.randomUUID(), clock.instant()));
        });
    }

    private void write(NodeId node, Runnable report) {
        if (waiting.merge(node, 1, Integer::sum) > MOST_OF_A_NODE) {
            written(node);
            log.atWarn().addKeyValue("node", node).log("too many reports of a node at once, one is left out");
            return;
        }
        Thread.ofVirtual().name("job-report-" + node).start(() -> {
            writers.acquireUninterruptibly();
            try {
                report.run();
            } catch (ProtocolViolation broken) {
                log.atWarn()
                        .addKeyValue("node", node)
                        .addKeyValue("violation", broken.getMessage())
                        .log("report of a job cannot be read");
            } catch (RuntimeException e) {
                log.atError().addKeyValue("node", node).setCause(e).log("report of a job not written");
            } finally {
                writers.release();
                written(node);
            }
        });
    }

    private void written(NodeId node) {
        waiting.computeIfPresent(node, (_, count) -> count == 1 ? null : count - 1);
    }
}
