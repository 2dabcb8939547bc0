package dev.postern.console.policies;

import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.postern.access.Foreseen;
import dev.postern.access.policies.Subject;
import dev.postern.console.shell.Texts;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Who would gain and lose which nodes: a line for each principal, and behind it the nodes by name. */
final class WhoGains extends Div {
    /** More names than anybody reads in one go. */
    private static final int MOST_NAMES = 60;

    /** @param known whom whoever looks may know; of all others it says how many they are */
    WhoGains(Foreseen foreseen, Predicate<Subject> known) {
        addClassName("who-gains");
        var named =
                foreseen.rows().stream().filter(row -> known.test(row.who())).toList();
        for (var row : named) add(line(row));
        var others = foreseen.rows().size() - named.size();
        if (others > 0) add(new Paragraph(Texts.text("gains.others", others)));
        if (foreseen.rows().isEmpty()) add(new Paragraph(Texts.text("gains.nobody")));
        if (foreseen.isCut())
            add(new Paragraph(Texts.text("gains.cut", foreseen.principalsLeft(), foreseen.destinationsLeft())));
        var how = new Paragraph(Texts.text("gains.how"));
        how.addClassName("quiet");
        add(how);
    }

    private static Details line(Foreseen.Row row) {
        var kind = new Span(PolicyLook.kind(row.who().kind()));
        kind.addClassName("quiet");
        var summary = new Div(new Span(row.who().name()), kind);
        summary.addClassName("gains-line");
        if (!row.gains().isEmpty()) summary.add(count("gains.gains", "gained", row.gains()));
        if (!row.losses().isEmpty()) summary.add(count("gains.losses", "lost", row.losses()));
        var names = new Div();
        if (!row.gains().isEmpty()) names.add(new Paragraph(Texts.text("gains.gained", names(row.gains()))));
        if (!row.losses().isEmpty()) names.add(new Paragraph(Texts.text("gains.lost", names(row.losses()))));
        return new Details(summary, names);
    }

    private static Span count(String text, String look, List<String> nodes) {
        var count = new Span(Texts.text(text, nodes.size()));
        count.addClassNames("badge", look);
        return count;
    }

    /** Of nodes that may be named, and how many others there are. */
    static String names(List<String> nodes) {
        var named = nodes.stream()
                .filter(name -> !name.equals(Destinations.UNNAMED))
                .toList();
        var shown = named.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
        var rest = nodes.size() - Math.min(MOST_NAMES, named.size());
        if (rest == 0) return shown;
        return shown.isEmpty() ? Texts.text("gains.unnamed", rest) : Texts.text("gains.more", shown, rest);
    }
}
