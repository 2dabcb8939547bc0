package dev.postern.console.shell;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import dev.postern.access.Decision;
import dev.postern.policy.Explanation;
import dev.postern.policy.Explanation.Failure;
import dev.postern.policy.Explanation.NearMiss;
import dev.postern.policy.Explanation.Reference;
import dev.postern.policy.Explanation.Refusal;
import java.util.List;

/** A decision with its reasons in plain words: what said no, what came nearest and what kept it from it, and what would change it. */
public final class Explained extends Div {
    private static final int MOST_SHOWN = 3;

    private Explained() {
        addClassName("explained");
    }

    public static Explained of(Decision decision) {
        var explained = new Explained();
        switch (decision) {
            case Decision.Allowed(var because) ->
                explained.add(new Paragraph(Texts.text("explained.allowed", because)));
            case Decision.Denied denied -> explained.denied(denied);
        }
        return explained;
    }

    private void denied(Decision.Denied denied) {
        var asked = new Paragraph(Texts.text(
                "explained.denied",
                denied.who(),
                denied.leg().action(),
                denied.leg().resource()));
        add(asked);
        var explanation = denied.explanation();
        if (explanation == null) {
            add(new Paragraph(Texts.text("explained.without", denied.reason())));
            return;
        }
        add(new H3(Texts.text("explained.who-says-no")));
        var refusals = new UnorderedList();
        for (var refusal : explanation.refusals()) refusals.add(new ListItem(words(refusal)));
        for (var matched : explanation.matched()) {
            if (!matched.statement().allows())
                refusals.add(new ListItem(Texts.text("explained.denies", words(matched.statement()))));
        }
        add(refusals);
        var near = nearest(explanation);
        if (!near.isEmpty()) add(new H3(Texts.text("explained.near")));
        for (var miss : near) add(block(miss));
        change(explanation, near);
    }

    private static List<NearMiss> nearest(Explanation explanation) {
        return explanation.nearMisses().stream()
                .filter(miss -> miss.statement().allows())
                .limit(MOST_SHOWN)
                .toList();
    }

    private void change(Explanation explanation, List<NearMiss> near) {
        add(new H3(Texts.text("explained.change")));
        var ways = new UnorderedList();
        var explicit = explanation.refusals().stream().anyMatch(Refusal::explicit);
        if (explicit) ways.add(new ListItem(Texts.text("explained.change.deny")));
        for (var refusal : explanation.refusals()) {
            if (refusal.explicit()) continue;
            var nearest = near.stream()
                    .filter(miss -> miss.statement().layer() == refusal.layer())
                    .findFirst();
            ways.add(new ListItem(
                    nearest.isPresent()
                            ? Texts.text(
                                    "explained.change.near", words(nearest.get().statement()))
                            : Texts.text("explained.change.new", layer(refusal))));
        }
        add(ways);
    }

    private static Div block(NearMiss miss) {
        var name = new Span(words(miss.statement()));
        name.addClassName("strong");
        var list = new UnorderedList();
        for (var failure : miss.failures()) list.add(new ListItem(words(failure)));
        var block = new Div(name, list);
        block.addClassName("near-miss");
        return block;
    }

    static String words(Refusal refusal) {
        return Texts.text(refusal.explicit() ? "explained.layer.denies" : "explained.layer.silent", layer(refusal));
    }

    private static String layer(Refusal refusal) {
        var words = Texts.text("explained.layer." + refusal.layer().name());
        return refusal.layer() == Explanation.Layer.GUARD_RAIL && refusal.level() > 0
                ? Texts.text("explained.layer.level", words, refusal.level() + 1)
                : words;
    }

    static String words(Reference statement) {
        return Texts.text(
                statement.sid().isEmpty() ? "explained.statement.number" : "explained.statement.sid",
                statement.policy(),
                statement.sid().isEmpty() ? String.valueOf(statement.index() + 1) : statement.sid());
    }

    static String words(Failure failure) {
        return switch (failure) {
            case Failure.Principal(var complement, var named, var who) ->
                Texts.text(complement ? "explained.principal.not" : "explained.principal", list(named), who);
            case Failure.Resource(var _, var patterns, var _)
            when patterns.isEmpty() -> Texts.text("explained.resource.none");
            case Failure.Resource(var complement, var patterns, var names) ->
                Texts.text(complement ? "explained.resource.not" : "explained.resource", list(patterns), list(names));
            case Failure.Condition condition -> words(condition);
        };
    }

    private static String words(Failure.Condition condition) {
        var wanted = condition.wanted().isEmpty() ? Texts.text("explained.condition.unset") : list(condition.wanted());
        var seen = condition.seen();
        if (seen == null)
            return Texts.text("explained.condition.missing", condition.operator(), condition.key(), wanted);
        if (condition.several())
            return Texts.text("explained.condition.several", condition.operator(), condition.key(), list(seen));
        return Texts.text("explained.condition", condition.operator(), condition.key(), wanted, list(seen));
    }

    private static String list(List<String> all) {
        return String.join(", ", all);
    }
}
