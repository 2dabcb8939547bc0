package dev.postern.session;

import dev.postern.inventory.NodeId;
import dev.postern.protocol.SessionTask;
import dev.postern.session.spi.Fleet;
import dev.postern.session.spi.NodeBackend;
import dev.postern.session.spi.RelayPlan;
import dev.postern.session.spi.Relays;
import dev.postern.session.spi.SessionLedger;
import dev.postern.session.spi.TokenHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A gateway that moves no bytes and remembers what it was asked. */
final class NotedRelays implements Relays, NodeBackend {
    final SessionLedger ledger;
    final Map<SessionId, RelayPlan> live = new ConcurrentHashMap<>();
    final List<SessionId> takenUp = new ArrayList<>();
    final Map<SessionId, TokenHash> tokens = new HashMap<>();
    final List<SessionTask> tasks = new CopyOnWriteArrayList<>();
    final Set<NodeId> connected = ConcurrentHashMap.newKeySet();
    final Map<NodeId, Fleet> fleets = new HashMap<>();
    /** What was told of who waits behind how many. */
    final List<Map<SessionId, Integer>> places = new CopyOnWriteArrayList<>();
    /** Thrown at the next session that is opened. */
    @Nullable RuntimeException refuses;

    NotedRelays(SessionLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void open(RelayPlan plan) {
        if (refuses != null) throw refuses;
        live.put(plan.id(), plan);
    }

    @Override
    public boolean begin(SessionId id) {
        return live.containsKey(id);
    }

    @Override
    public void waiting(Map<SessionId, Integer> before) {
        places.add(before);
    }

    @Override
    public void takeUp(RelayPlan plan) {
        takenUp.add(plan.id());
        live.put(plan.id(), plan);
    }

    @Override
    public boolean expectClient(SessionId id, TokenHash token) {
        tokens.put(id, token);
        return live.containsKey(id);
    }

    @Override
    public boolean cut(SessionId id, EndCause cause) {
        if (live.remove(id) == null) return false;
        ledger.ended(id, cause);
        return true;
    }

    @Override
    public boolean isConnected(NodeId node) {
        return connected.contains(node);
    }

    @Override
    public Fleet fleet(NodeId node) {
        return fleets.getOrDefault(node, Fleet.OWN);
    }

    @Override
    public boolean open(NodeId node, SessionTask task) {
        tasks.add(task);
        return connected.contains(node);
    }

    @Override
    public void cancel(NodeId node, SessionId session, String reason) {
        throw new UnsupportedOperationException();
    }
}
