package dev.postern.console.commands;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.tabs.Tab;
import com.vaadin.flow.component.tabs.Tabs;
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
import java.util.Set;
import java.util.TreeSet;

/** On which nodes: those one ticks, or whichever have the tags. */
final class TargetChoice extends Div {
    private final NodeChoice ticked;
    private final TagChoice tagged;
    private final Tabs ways =
            new Tabs(new Tab(Texts.text("commands.by-hand")), new Tab(Texts.text("commands.by-tags")));
    private final Span others = new Span();
    private List<Node> all = List.of();
    private Set<String> platforms = Set.of();

    TargetChoice(Runnable changed) {
        ticked = new NodeChoice(changed);
        tagged = new TagChoice(changed);
        addClassName("target-choice");
        others.addClassName("quiet");
        ways.addSelectedChangeListener(_ -> {
            turn();
            changed.run();
        });
        add(ways, ticked, tagged, others);
        turn();
    }

    private void turn() {
        ticked.setVisible(!byTags());
        tagged.setVisible(byTags());
    }

    void show(List<Node> now) {
        all = now;
        show();
    }

    /** Where the document can run: other nodes are not for choosing. */
    void platforms(Set<String> words) {
        platforms = words;
        show();
    }

    private void show() {
        var fit = all.stream().filter(this::fits).toList();
        ticked.show(fit);
        tagged.show(fit);
        var left = all.size() - fit.size();
        others.setText(Texts.text("commands.nodes.others", left, String.join(", ", new TreeSet<>(platforms))));
        others.setVisible(left > 0);
    }

    /** What has never said what it is gets the benefit of the doubt. */
    private boolean fits(Node node) {
        var platform = node.facts().platformType();
        return platform.isEmpty() || platforms.isEmpty() || platforms.contains(platform);
    }

    private boolean byTags() {
        return ways.getSelectedIndex() == 1;
    }

    /** The nodes that are meant as things stand. */
    List<Node> meant() {
        if (byTags()) return tagged.fitting();
        return ticked.chosen();
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
        return all.stream().filter(fitting::fit).map(Node::id).toList();
    }
}
