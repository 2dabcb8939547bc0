package dev.postern.webapp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.IteratingCallback;

/** One direction of a joined connection: what comes here goes to the other end, no faster than that takes it. */
final class SplicedConnection extends AbstractConnection implements Connection.UpgradeTo {
    private static final int BUFFER = 16 * 1024;

    private final EndPoint other;
    private final Runnable opened;
    private final Pump pump = new Pump();
    /** What came with the end of the upgrade. */
    private ByteBuffer early = BufferUtil.EMPTY_BUFFER;

    /** @param opened run once this direction may pass */
    SplicedConnection(EndPoint from, EndPoint other, Executor executor, Runnable opened) {
        super(from, executor);
        this.other = other;
        this.opened = opened;
    }

    @Override
    public void onUpgradeTo(ByteBuffer buffer) {
        early = BufferUtil.copy(buffer);
    }

    @Override
    public void onOpen() {
        super.onOpen();
        opened.run();
        pump.iterate();
    }

    @Override
    public void onFillable() {
        pump.iterate();
    }

    @Override
    public void onFillInterestedFailed(Throwable cause) {
        close();
        other.close(cause);
    }

    private final class Pump extends IteratingCallback {
        private final ByteBuffer buffer = BufferUtil.allocate(BUFFER);

        @Override
        protected Action process() throws IOException {
            if (early.hasRemaining()) {
                other.write(this, early);
                return Action.SCHEDULED;
            }
            BufferUtil.clear(buffer);
            var filled = getEndPoint().fill(buffer);
            if (filled > 0) {
                other.write(this, buffer);
                return Action.SCHEDULED;
            }
            if (filled == 0) {
                fillInterested();
                return Action.IDLE;
            }
            other.shutdownOutput();
            return Action.SUCCEEDED;
        }

        @Override
        protected void onCompleteFailure(Throwable cause) {
            getEndPoint().close(cause);
            other.close(cause);
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }
}
