package dev.postern.commands;

import java.util.EnumMap;
import java.util.Map;

/** How many of a command's nodes stand where. */
public record Tally(Map<InvocationStatus, Integer> counts) {
    static final Tally NOTHING = new Tally(Map.of());

    public Tally {
        counts = Map.copyOf(counts);
    }

    static Tally of(Iterable<Invocation> invocations) {
        var counts = new EnumMap<InvocationStatus, Integer>(InvocationStatus.class);
        for (var invocation : invocations) counts.merge(invocation.status(), 1, Integer::sum);
        return new Tally(counts);
    }

    public int count(InvocationStatus status) {
        return counts.getOrDefault(status, 0);
    }

    public int targets() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    public int completed() {
        return sum(true, false);
    }

    public int errors() {
        return sum(false, true);
    }

    public int deliveryTimedOut() {
        return count(InvocationStatus.DELIVERY_TIMED_OUT);
    }

    private int sum(boolean over, boolean error) {
        return counts.entrySet().stream()
                .filter(entry -> !over || entry.getKey().over())
                .filter(entry -> !error || entry.getKey().error())
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    boolean allOver() {
        return completed() == targets();
    }

    /**
     * What a command has come to whose invocations are all over.
     *
     * @param cancelled somebody cancelled all of it
     */
    CommandStatus verdict(Allowance mostErrors, boolean cancelled) {
        int targets = targets();
        if (targets == 0) return CommandStatus.NO_NODES;
        if (cancelled && count(InvocationStatus.CANCELLED) > 0) return CommandStatus.CANCELLED;
        int allowed = mostErrors.of(targets);
        if (errors() > allowed) {
            return count(InvocationStatus.FAILED) == 0 ? CommandStatus.EXECUTION_TIMED_OUT : CommandStatus.FAILED;
        }
        if (count(InvocationStatus.CANCELLED) > 0) return CommandStatus.CANCELLED;
        if (count(InvocationStatus.DELIVERY_TIMED_OUT) > allowed) return CommandStatus.DELIVERY_TIMED_OUT;
        // what could not be delivered at all says nothing about the rest
        int told = targets - count(InvocationStatus.UNDELIVERABLE);
        return count(InvocationStatus.SUCCESS) == told && told > 0 ? CommandStatus.SUCCESS : CommandStatus.INCOMPLETE;
    }
}
