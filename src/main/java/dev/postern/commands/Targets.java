package dev.postern.commands;

import dev.postern.inventory.Node;
import dev.postern.inventory.NodeId;
import java.util.List;

/** Which nodes a command is for. */
public sealed interface Targets {
    /** These, each of which must be there. */
    record Named(List<NodeId> nodes) implements Targets {
        public Named {
            nodes = List.copyOf(nodes);
        }
    }

    /** Whichever fit all criteria when the command is sent. */
    record Fitting(List<Criterion> criteria) implements Targets {
        public Fitting {
            criteria = List.copyOf(criteria);
        }

        public boolean fit(Node node) {
            return criteria.stream().allMatch(criterion -> criterion.fits(node));
        }
    }

    /**
     * One criterion: any of its values will do.
     *
     * @param key {@code tag:…} with a tag's key, {@code tag-key} or {@code InstanceIds}
     */
    record Criterion(String key, List<String> values) {
        public static final String TAG = "tag:";
        public static final String TAG_KEY = "tag-key";
        public static final String IDS = "InstanceIds";

        public Criterion {
            values = List.copyOf(values);
            if (!isKnown(key)) throw new IllegalArgumentException("not a key of targets: " + key);
        }

        public static boolean isKnown(String key) {
            return key.equals(IDS) || key.equals(TAG_KEY) || key.startsWith(TAG) && key.length() > TAG.length();
        }

        boolean fits(Node node) {
            if (key.equals(IDS)) return values.contains(node.id().value());
            if (key.equals(TAG_KEY))
                return values.stream().anyMatch(value -> node.tags().containsKey(value));
            var value = node.tags().get(key.substring(TAG.length()));
            return value != null && values.contains(value);
        }
    }
}
