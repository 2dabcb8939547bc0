package dev.postern.console.commands;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.tabs.TabSheet;
import dev.postern.commands.Commands;
import dev.postern.commands.Targets;
import dev.postern.commands.Targets.Criterion;
import dev.postern.console.shell.Texts;
import dev.postern.inventory.Node;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.NodeStatus;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** On which nodes: those one ticks, or whichever have the tags. */
final class TargetChoice extends Div {
    private final NodeChoice ticked;
    private final TagChoice tagged;
    private final TabSheet ways = new TabSheet();
    private List<Node> nodes = List.of();

    TargetChoice(Runnable changed) {
        ticked = new NodeChoice(changed);
        tagged = new TagChoice(changed);
        ways.setWidthFull();
        ways.add(Texts.text("commands.by-hand"), ticked);
        ways.add(Texts.text("commands.by-tags"), tagged);
        ways.addSelectedChangeListener(_ -> changed.run());
        add(ways);
    }

    void show(List<Node> now) {
        nodes = now;
        ticked.show(now);
        tagged.show(now);
    }

    private boolean byTags() {
        return ways.getSelectedIndex() == 1;
    }

    /** The nodes that are meant as things stand. */
    List<Node> meant() {
        if (byTags()) return tagged.fitting();
        var chosen = ticked.chosen();
        return nodes.stream().filter(node -> chosen.contains(node.id())).toList();
    }

    long away() {
        return meant().stream()
                .filter(node -> node.status() != NodeStatus.ONLINE)
                .count();
    }

    /** Empty where nothing is chosen, or something half; what is wrong is said at its field. */
    Optional<Targets> targets() {
        if (byTags()) return tagged.check() ? Optional.of(new Targets.Fitting(tagged.criteria())) : Optional.empty();
        var chosen = meant().stream().map(Node::id).toList();
        if (chosen.isEmpty()) return Optional.empty();
        return Optional.of(
                chosen.size() <= Commands.MOST_NAMED
                        ? new Targets.Named(chosen)
                        : new Targets.Fitting(List.of(new Criterion(
                                Criterion.IDS,
                                chosen.stream().map(NodeId::value).toList()))));
    }

    void choose(Collection<NodeId> ids) {
        ways.setSelectedIndex(0);
        ticked.choose(ids);
    }

    void fill(Targets targets) {
        switch (targets) {
            case Targets.Named(var ids) -> choose(ids);
            case Targets.Fitting(var criteria) -> {
                if (criteria.stream().allMatch(criterion -> criterion.key().startsWith(Criterion.TAG))) {
                    ways.setSelectedIndex(1);
                    tagged.fill(criteria);
                } else choose(meantBy(criteria));
            }
        }
    }

    private List<NodeId> meantBy(List<Criterion> criteria) {
        var fitting = new Targets.Fitting(criteria);
        return nodes.stream().filter(fitting::fit).map(Node::id).toList();
    }
}
