package dev.postern.console.policies;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.function.SerializableConsumer;
import dev.postern.access.PolicyChange;
import dev.postern.access.Replayed;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;

/** Tries a draft on what was really decided, for as many days as one chooses, and says what it would have made of it. */
final class WhatIf extends Div {
    private static final int FIRST = 30;

    private final Replays replays;
    private final Moments moments;
    private final Caller caller;
    private final Select<Integer> days = new Select<>();
    private final Div result = new Div();

    /** What is to be tried. */
    interface Draft extends Serializable {
        /** Hands it on; does not where there is none that could be tried, and has then said why. */
        void give(SerializableConsumer<PolicyChange.OfManaged> to);
    }

    WhatIf(Replays replays, Moments moments, Caller caller, Draft draft) {
        this.replays = replays;
        this.moments = moments;
        this.caller = caller;
        addClassName("what-if");
        result.getElement().setAttribute("role", "status");
        if (!replays.isPossible()) {
            add(new Paragraph(Texts.text("what-if.off")));
            return;
        }
        if (replays.since().isEmpty()) {
            add(new Paragraph(Texts.text("what-if.nothing-yet")));
            return;
        }
        days.setItems(1, 7, FIRST, 90);
        days.setItemLabelGenerator(count -> Texts.text("what-if.days", count));
        days.setAriaLabel(Texts.text("what-if.period"));
        days.setValue(FIRST);
        var ask = new Button(Texts.text("what-if.ask"), click -> {
            draft.give(this::ask);
            click.getSource().setEnabled(true);
        });
        ask.addThemeVariants(ButtonVariant.PRIMARY);
        ask.setDisableOnClick(true); // it may take seconds: one at a time is enough
        var tools = new Div(days, ask);
        tools.addClassName("tools");
        add(new Paragraph(Texts.text("what-if.how")), tools, result);
    }

    private void ask(PolicyChange.OfManaged change) {
        result.removeAll();
        replays.of(caller, change, days.getValue()).ifPresent(replayed -> show(replayed, change.arn()));
    }

    private void show(Replayed replayed, String policy) {
        if (replayed.changes().isEmpty()) result.add(new Paragraph(Texts.text("what-if.no-change")));
        else result.add(new ReplayTable(replayed, moments, () -> replays.may(caller, policy)));
        result.add(quiet(Texts.text("what-if.unchanged", replayed.unchanged())));
        if (replayed.gone() > 0) result.add(quiet(Texts.text("what-if.gone", replayed.gone())));
        if (replayed.hidden() > 0) result.add(quiet(Texts.text("what-if.hidden", replayed.hidden())));
        if (replayed.isCut())
            result.add(new Paragraph(
                    Texts.text("what-if.cut", replayed.changesLeft(), replayed.leftOut(), replayed.notRead())));
        if (replayed.since() != null) result.add(quiet(Texts.text("what-if.since", day(replayed.since()))));
    }

    private static String day(LocalDate day) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(Texts.language())
                .format(day);
    }

    private static Paragraph quiet(String text) {
        var paragraph = new Paragraph(text);
        paragraph.addClassName("quiet");
        return paragraph;
    }
}
