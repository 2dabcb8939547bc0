package dev.postern.console.documents;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.shared.HasValidationProperties;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import dev.postern.console.shell.Texts;
import dev.postern.session.documents.Problem;
import dev.postern.session.documents.SessionInputs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The account's preferences as fields. */
final class PreferencesForm extends Div {
    private final IntegerField idle = minutes("preferences.idle", SessionInputs.LONGEST_IDLE);
    private final IntegerField maximum = minutes("preferences.maximum", SessionInputs.LONGEST_MAXIMUM);
    private final Checkbox runAs = new Checkbox(Texts.text("preferences.run-as"));
    private final TextField runAsUser = new TextField(Texts.text("preferences.run-as.user"));
    private final TextArea linux = profile("preferences.profile.linux");
    private final TextArea windows = profile("preferences.profile.windows");
    private final KeyField key;
    private final TextField bucket = new TextField(Texts.text("preferences.bucket"));
    private final TextField prefix = new TextField(Texts.text("preferences.prefix"));
    private final TextField logGroup = new TextField(Texts.text("preferences.log-group"));
    private final Div problems = new Div();
    private final Map<String, HasValidationProperties> places;

    PreferencesForm(KeyField key) {
        this.key = key;
        addClassName("preferences");
        idle.setHelperText(Texts.text("preferences.idle.help"));
        maximum.setHelperText(Texts.text("preferences.maximum.help"));
        runAsUser.setHelperText(Texts.text("preferences.run-as.user.help"));
        runAs.addValueChangeListener(_ -> runAsUser.setEnabled(runAs.getValue()));
        linux.setHelperText(Texts.text("preferences.profile.linux.help"));
        places = Map.of(
                "inputs.idleSessionTimeout", idle,
                "inputs.maxSessionDuration", maximum,
                "inputs.runAsDefaultUser", runAsUser,
                "inputs.kmsKeyId", key,
                "inputs.shellProfile.linux", linux,
                "inputs.shellProfile.windows", windows);
        problems.addClassName("callout");
        problems.getElement().setAttribute("role", "alert");
        problems.setVisible(false);
        var left = new Div(
                panel("preferences.limits", row(idle, maximum)),
                panel("preferences.who", new Paragraph(Texts.text("preferences.who.what")), runAs, runAsUser));
        var right = new Div(panel("preferences.shell", row(linux, windows)), panel("preferences.encryption", key));
        var below = panel(
                "preferences.transcripts",
                new Paragraph(Texts.text("preferences.transcripts.what")),
                row(bucket, prefix, logGroup));
        add(problems, left, right, below);
    }

    private static IntegerField minutes(String label, int most) {
        var field = new IntegerField(Texts.text(label));
        field.setMin(1);
        field.setMax(most);
        field.setStepButtonsVisible(true);
        field.setClearButtonVisible(true);
        field.setPlaceholder(Texts.text("preferences.unlimited"));
        field.setSuffixComponent(new Span(Texts.text("preferences.minutes")));
        field.setI18n(new IntegerField.IntegerFieldI18n()
                .setBadInputErrorMessage(Texts.text("preferences.minutes.wrong", most))
                .setMinErrorMessage(Texts.text("preferences.minutes.wrong", most))
                .setMaxErrorMessage(Texts.text("preferences.minutes.wrong", most)));
        return field;
    }

    private static TextArea profile(String label) {
        var field = new TextArea(Texts.text(label));
        field.addClassName("source-field");
        field.getElement().setAttribute("spellcheck", "false");
        field.setMinRows(4);
        return field;
    }

    private static Div panel(String title, Component... content) {
        var form = new Div(content);
        form.addClassName("form");
        var panel = new Div(new H2(Texts.text(title)), form);
        panel.addClassName("panel");
        return panel;
    }

    private static Div row(Component... fields) {
        var row = new Div(fields);
        row.addClassName("field-row");
        return row;
    }

    void show(Preferences preferences) {
        var inputs = preferences.inputs();
        idle.setValue(minutes(inputs.idle()));
        maximum.setValue(minutes(inputs.maximum()));
        runAs.setValue(inputs.runAs());
        runAsUser.setValue(inputs.runAsUser());
        runAsUser.setEnabled(inputs.runAs());
        linux.setValue(inputs.linuxProfile());
        windows.setValue(inputs.windowsProfile());
        key.name(inputs.kmsKeyId());
        bucket.setValue(preferences.bucket());
        prefix.setValue(preferences.prefix());
        logGroup.setValue(preferences.logGroup());
        clear();
    }

    private static @Nullable Integer minutes(@Nullable Duration duration) {
        return duration == null ? null : (int) duration.toMinutes();
    }

    Preferences value() {
        return new Preferences(
                new SessionInputs(
                        duration(idle.getValue()),
                        duration(maximum.getValue()),
                        key.name(),
                        runAs.getValue(),
                        runAsUser.getValue().strip(),
                        linux.getValue(),
                        windows.getValue()),
                bucket.getValue().strip(),
                prefix.getValue().strip(),
                logGroup.getValue().strip());
    }

    private static @Nullable Duration duration(@Nullable Integer minutes) {
        return minutes == null ? null : Duration.ofMinutes(minutes);
    }

    /** What only a form can ask: numbers that are numbers, a key that is there, and whom to run as where that is wanted. */
    boolean check() {
        clear();
        if (idle.isInvalid() || maximum.isInvalid()) {
            (idle.isInvalid() ? idle : maximum).focus();
            return false;
        }
        if (runAs.getValue() && runAsUser.getValue().isBlank()) {
            wrong(runAsUser, Texts.text("preferences.run-as.user.missing"));
            runAsUser.focus();
            return false;
        }
        return key.check();
    }

    /** Each where it belongs; true for none. */
    boolean show(List<Problem> found) {
        for (var problem : found) {
            var place = places.get(problem.path());
            if (place != null) wrong(place, problem.rule() + ". " + problem.fix());
            else refused(problem.toString());
        }
        return found.isEmpty();
    }

    void refused(String why) {
        problems.setText((problems.getText() + " " + why).strip());
        problems.setVisible(true);
    }

    void setReadOnly(boolean readOnly) {
        for (var field :
                List.<HasValue<?, ?>>of(idle, maximum, runAs, runAsUser, linux, windows, key, bucket, prefix, logGroup))
            field.setReadOnly(readOnly);
    }

    private void clear() {
        problems.setText("");
        problems.setVisible(false);
        for (var field : List.of(runAsUser, linux, windows)) field.setInvalid(false);
    }

    private static void wrong(HasValidationProperties field, String why) {
        field.setErrorMessage(why);
        field.setInvalid(true);
    }
}
