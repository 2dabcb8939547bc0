package dev.postern.console.commands;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Span;
import dev.postern.commands.StepResult;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Texts;

/** What came of one step: its exit code and what it wrote. */
final class StepPanel extends Div {
    private final Moments moments;
    private final Span facts = new Span();
    private final Span silent = new Span(Texts.text("commands.output.none"));
    private final OutputText out = new OutputText(Texts.text("commands.output"), "output-out");
    private final OutputText err = new OutputText(Texts.text("commands.output.errors"), "output-err");

    /** @param named whether there are others beside it */
    StepPanel(String name, boolean named, Moments moments) {
        this.moments = moments;
        addClassName("step");
        var title = new H3(name);
        title.setVisible(named);
        facts.addClassName("quiet");
        silent.addClassName("quiet");
        add(title, facts, out, err, silent);
    }

    void show(StepResult step) {
        var over = ended(step);
        facts.setText(facts(step, over));
        facts.setVisible(!facts.getText().isEmpty());
        out.show(step.standardOutput(), !over);
        err.show(step.standardError(), !over);
        silent.setVisible(
                over && step.standardOutput().isEmpty() && step.standardError().isEmpty());
    }

    private static boolean ended(StepResult step) {
        return switch (step.status()) {
            case PENDING, IN_PROGRESS -> false;
            case SUCCESS, FAILED, TIMED_OUT, CANCELLED, SKIPPED -> true;
        };
    }

    private String facts(StepResult step, boolean over) {
        var took = step.duration();
        if (!over || step.status() == StepResult.Status.SKIPPED)
            return step.status() == StepResult.Status.PENDING ? "" : CommandLook.words(step.status());
        return took == null
                ? Texts.text("commands.exit", step.code())
                : Texts.text("commands.exit.took", step.code(), moments.span(took));
    }
}
