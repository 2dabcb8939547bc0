package dev.postern.console.commands;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.postern.commands.Commands;
import dev.postern.commands.Targets;
import dev.postern.commands.Targets.Criterion;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.Texts;
import dev.postern.inventory.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Nodes by their tags: all criteria must fit, and of each criterion one value. */
final class TagChoice extends Div {
    private static final int NAMES_SHOWN = 12;

    private final Runnable changed;
    private final Div rows = new Div();
    private final Button more = new Button(Texts.text("commands.tags.more"), Glyph.PLUS.draw());
    private final Paragraph fitting = new Paragraph();
    private final List<Row> criteria = new ArrayList<>();
    private List<Node> nodes = List.of();

    TagChoice(Runnable changed) {
        this.changed = changed;
        addClassName("tag-choice");
        rows.addClassName("tag-rows");
        more.addThemeVariants(ButtonVariant.TERTIARY);
        more.addClickListener(_ -> add("", Set.of()).key.focus());
        fitting.addClassName("quiet");
        add(rows, more, fitting);
        add("", Set.of());
    }

    /** One criterion being written. */
    private final class Row extends Div {
        private final ComboBox<String> key = new ComboBox<>(Texts.text("commands.tags.key"));
        private final MultiSelectComboBox<String> values =
                new MultiSelectComboBox<>(Texts.text("commands.tags.values"));

        Row() {
            addClassName("tag-row");
            key.setItems(keys());
            key.setAllowCustomValue(true);
            key.addCustomValueSetListener(
                    typed -> key.setValue(typed.getDetail().strip()));
            key.addValueChangeListener(change -> {
                if (change.isFromClient()) values.clear(); // they were values of another tag
                values.setItems(valuesOf(text()));
                counted();
            });
            values.setAllowCustomValue(true);
            values.addCustomValueSetListener(typed -> {
                var now = new TreeSet<>(values.getValue());
                now.add(typed.getDetail().strip());
                values.setValue(now);
            });
            values.addValueChangeListener(_ -> counted());
            var remove = new Button(Glyph.CROSS.draw(), _ -> drop());
            remove.addThemeVariants(ButtonVariant.TERTIARY);
            remove.setAriaLabel(Texts.text("commands.tags.remove"));
            add(key, values, remove);
        }

        private String text() {
            return key.getValue() == null ? "" : key.getValue();
        }

        private void drop() {
            criteria.remove(this);
            rows.remove(this);
            if (criteria.isEmpty()) TagChoice.this.add("", Set.of());
            counted();
        }

        private boolean complete() {
            return !text().isEmpty() && !values.getValue().isEmpty();
        }

        private boolean begun() {
            return !text().isEmpty() || !values.getValue().isEmpty();
        }

        private void check() {
            key.setErrorMessage(Texts.text("commands.tags.key.missing"));
            key.setInvalid(text().isEmpty());
            values.setErrorMessage(Texts.text("commands.tags.values.missing"));
            values.setInvalid(values.getValue().isEmpty());
        }
    }

    private Row add(String key, Set<String> values) {
        var row = new Row();
        criteria.add(row);
        rows.add(row);
        if (!key.isEmpty()) {
            row.key.setValue(key);
            row.values.setItems(with(valuesOf(key), values));
            row.values.setValue(values);
        }
        more.setVisible(criteria.size() < Commands.MOST_CRITERIA);
        return row;
    }

    private static Set<String> with(Set<String> known, Set<String> more) {
        var all = new TreeSet<>(known);
        all.addAll(more);
        return all;
    }

    private Set<String> keys() {
        return nodes.stream()
                .flatMap(node -> node.tags().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> valuesOf(String key) {
        return nodes.stream()
                .filter(node -> node.tags().containsKey(key))
                .map(node -> node.tags().get(key))
                .filter(value -> !value.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    void show(List<Node> now) {
        var first = nodes.isEmpty() && !now.isEmpty();
        nodes = now;
        if (first) for (var row : criteria) row.key.setItems(keys());
        said();
    }

    private void counted() {
        more.setVisible(criteria.size() < Commands.MOST_CRITERIA);
        said();
        changed.run();
    }

    private void said() {
        var fit = fitting();
        if (criteria().isEmpty()) fitting.setText(Texts.text("commands.tags.how"));
        else if (fit.isEmpty()) fitting.setText(Texts.text("commands.tags.nobody"));
        else {
            var names = fit.stream().limit(NAMES_SHOWN).map(Node::name).collect(Collectors.joining(", "));
            fitting.setText(
                    Texts.text("commands.tags.fit", fit.size(), fit.size() > NAMES_SHOWN ? names + ", …" : names));
        }
    }

    /** Those that are complete. */
    List<Criterion> criteria() {
        return criteria.stream()
                .filter(Row::complete)
                .map(row ->
                        new Criterion(Criterion.TAG + row.text(), List.copyOf(new TreeSet<>(row.values.getValue()))))
                .toList();
    }

    /** Whether what was begun was finished; says where it was not. */
    boolean check() {
        var begun = criteria.stream().filter(Row::begun).toList();
        var wrong = begun.isEmpty()
                ? criteria
                : begun.stream().filter(row -> !row.complete()).toList();
        wrong.forEach(Row::check);
        return wrong.isEmpty();
    }

    List<Node> fitting() {
        var all = criteria();
        return all.isEmpty()
                ? List.of()
                : nodes.stream().filter(new Targets.Fitting(all)::fit).toList();
    }

    /** Only criteria by tag can be shown here. */
    void fill(List<Criterion> wanted) {
        criteria.clear();
        rows.removeAll();
        for (var criterion : wanted)
            add(criterion.key().substring(Criterion.TAG.length()), new TreeSet<>(criterion.values()));
        if (criteria.isEmpty()) add("", Set.of());
        counted();
    }
}
