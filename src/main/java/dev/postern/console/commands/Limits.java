package dev.postern.console.commands;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import dev.postern.commands.Allowance;
import dev.postern.commands.Command;
import dev.postern.commands.Commands;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Texts;
import java.time.Duration;
import java.util.TreeSet;
import java.util.function.Predicate;

/** How many at once, with how many errors, how long a node is waited for, and what it is for. */
final class Limits extends Div {
    private static final TreeSet<Duration> WAITS = new TreeSet<>(java.util.List.of(
            Commands.SHORTEST_DELIVERY,
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Commands.DELIVER_WITHIN,
            Duration.ofHours(8),
            Duration.ofDays(1),
            Duration.ofDays(7),
            Commands.LONGEST_DELIVERY));

    private final TextField comment = new TextField(Texts.text("commands.comment"));
    private final TextField atOnce = new TextField(Texts.text("commands.at-once"));
    private final TextField errors = new TextField(Texts.text("commands.errors"));
    private final Select<Duration> wait = new Select<>();

    Limits(Moments moments) {
        addClassName("form");
        comment.setHelperText(Texts.text("commands.comment.help"));
        comment.setMaxLength(Commands.LONGEST_COMMENT);
        comment.setWidthFull();
        atOnce.setHelperText(Texts.text("commands.at-once.help"));
        atOnce.setValue(Allowance.FIFTY.text());
        errors.setHelperText(Texts.text("commands.errors.help"));
        errors.setValue(Allowance.NONE.text());
        wait.setLabel(Texts.text("commands.wait"));
        wait.setHelperText(Texts.text("commands.wait.help"));
        wait.setItems(WAITS);
        wait.setItemLabelGenerator(moments::span);
        wait.setValue(Commands.DELIVER_WITHIN);
        var row = new Div(atOnce, errors, wait);
        row.addClassName("limits-row");
        add(comment, row);
    }

    void fill(Command command) {
        comment.setValue(command.comment());
        atOnce.setValue(command.mostAtOnce().text());
        errors.setValue(command.mostErrors().text());
        var waits = new TreeSet<>(WAITS);
        waits.add(command.deliverWithin());
        wait.setItems(waits);
        wait.setValue(command.deliverWithin());
    }

    /** Whether all of it can be; says where not. */
    boolean check() {
        var atOnceFits = check(atOnce, "commands.at-once.wrong", text -> !text.equals("0") && !text.equals("0%"));
        var errorsFit = check(errors, "commands.errors.wrong", _ -> true);
        return atOnceFits && errorsFit;
    }

    private static boolean check(TextField field, String wrong, Predicate<String> more) {
        var text = field.getValue().strip();
        var fits = Allowance.isValid(text) && more.test(text);
        field.setErrorMessage(Texts.text(wrong));
        field.setInvalid(!fits);
        if (!fits) field.focus();
        return fits;
    }

    String comment() {
        return comment.getValue().strip();
    }

    Allowance atOnce() {
        return new Allowance(atOnce.getValue().strip());
    }

    Allowance errors() {
        return new Allowance(errors.getValue().strip());
    }

    Duration deliverWithin() {
        return wait.getValue();
    }
}
