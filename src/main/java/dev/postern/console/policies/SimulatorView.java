package dev.postern.console.policies;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.AfterNavigationEvent;
import com.vaadin.flow.router.AfterNavigationObserver;
import com.vaadin.flow.router.Route;
import dev.postern.access.Decision;
import dev.postern.access.Foresight;
import dev.postern.access.Leg;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.DeniedPanel;
import dev.postern.console.shell.Explained;
import dev.postern.console.shell.Live;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.Panel;
import dev.postern.console.shell.Place;
import dev.postern.console.shell.Refusal;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.identity.Users;
import dev.postern.inventory.Node;
import jakarta.annotation.security.PermitAll;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What would be decided for somebody, and why. Nothing is done and nothing is written. */
@Route("simulator")
@PermitAll
class SimulatorView extends Page implements AfterNavigationObserver {
    static final String SIMULATE = "iam:SimulatePrincipalPolicy";

    private static final List<Subject.Kind> KINDS = List.of(Subject.Kind.USER, Subject.Kind.ROLE);
    private static final String KIND = "kind";
    private static final String WHO = "who";
    private static final int ROWS = 2;

    private final Foresight foresight;
    private final Destinations destinations;
    private final Acting acting;
    private final Caller caller;
    private final Select<Subject.Kind> kind = new Select<>();
    private final ComboBox<String> who;
    private final ComboBox<String> action = new ComboBox<>(Texts.text("simulator.action"));
    private final ComboBox<Node> node = new ComboBox<>(Texts.text("simulator.node"));
    private final TextField resource = new TextField(Texts.text("simulator.resource"));
    private final TextArea tags = new TextArea(Texts.text("simulator.tags"));
    private final TextArea keys = new TextArea(Texts.text("simulator.keys"));
    private final DateTimePicker at = new DateTimePicker(Texts.text("simulator.time"));
    private final Checkbox factor = new Checkbox(Texts.text("simulator.factor"));
    private final Div answer = new Div();
    private final Belongings belongings;
    private final Div answerPanel;
    private final Div belongingsPanel;

    SimulatorView(
            Foresight foresight,
            Destinations destinations,
            Policies policies,
            PolicyDeeds deeds,
            Users users,
            PossibleHolders principals,
            Acting acting,
            Live live) {
        super(Texts.text("simulator.title"));
        this.foresight = foresight;
        this.destinations = destinations;
        this.acting = acting;
        this.caller = acting.caller();
        this.belongings = new Belongings(policies, users, foresight, destinations, deeds);
        this.who = principals.choice(caller, kind);
        who.setLabel(Texts.text("simulator.who"));
        back("policies", Texts.text("navigation.policies"));
        answer.getElement().setAttribute("role", "status");
        answerPanel = new Panel("simulator.answer", answer);
        belongingsPanel = new Panel("simulator.has", belongings);
        answerPanel.setVisible(false);
        belongingsPanel.setVisible(false);
        var denied = whyNot();
        if (denied.isPresent()) {
            add(new DeniedPanel(denied.get()));
            return;
        }
        closes(live, this::whyNot);
        about(Texts.text("simulator.about"));
        kind.setLabel(Texts.text("simulator.kind"));
        kind.setItems(KINDS);
        kind.setItemLabelGenerator(PolicyLook::kind);
        kind.setValue(Subject.Kind.USER);
        action.setItems(Vocabulary.actions());
        action.setAllowCustomValue(true);
        action.addCustomValueSetListener(typed -> action.setValue(typed.getDetail()));
        action.setValue("ssm:StartSession");
        action.setHelperText(Texts.text("simulator.action.help"));
        node.setItems(destinations.known(caller));
        node.setItemLabelGenerator(Node::name);
        node.setClearButtonVisible(true);
        node.addValueChangeListener(change -> resource.setEnabled(change.getValue() == null));
        resource.setHelperText(Texts.text("simulator.resource.help"));
        at.setHelperText(Texts.text("simulator.time.help"));
        for (var lines : new TextArea[] {tags, keys}) {
            lines.setHelperText(Texts.text("simulator.lines.help"));
            lines.setMinRows(ROWS);
        }
        add(new Panel("simulator.question", form()), answerPanel, belongingsPanel);
    }

    private Optional<Refusal> whyNot() {
        return acting.whyNot(caller, SIMULATE, acting.account().user("*"));
    }

    /** With that principal filled in. */
    static String place(Subject who) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put(KIND, who.kind().word());
        parameters.put(WHO, who.name());
        return Place.asking("simulator", parameters);
    }

    /** Who is named in the address is asked about, if there is such a principal. */
    @Override
    public void afterNavigation(AfterNavigationEvent event) {
        var asked = event.getLocation().getQueryParameters();
        for (var each : KINDS) {
            if (!each.word().equals(Place.parameter(asked, KIND))) continue;
            kind.setValue(each);
            var named = Place.parameter(asked, WHO);
            if (who.isAllowCustomValue() && !named.isEmpty()
                    || who.getListDataView().contains(named)) who.setValue(named);
        }
    }

    private Div form() {
        var ask = new Button(Texts.text("simulator.ask"), _ -> ask());
        ask.addThemeVariants(ButtonVariant.PRIMARY);
        var fields = new Div(kind, who, action, node, resource, at, tags, keys, factor);
        fields.addClassName("simulator");
        return new Div(fields, ask);
    }

    private void ask() {
        var question = question();
        if (question == null) return;
        var subject = question.who();
        var denied = acting.whyNot(caller, leg(subject));
        if (denied.isPresent()) {
            Notices.problem(Texts.text("problem.denied", denied.get().because()));
            return;
        }
        answer.removeAll();
        foresight
                .decide(subject, question.legs(acting.account(), destinations), question.circumstances())
                .ifPresentOrElse(
                        this::show, () -> answer.add(new Paragraph(Texts.text("simulator.nobody", subject.name()))));
        belongings.show(caller, subject);
        answerPanel.setVisible(true);
        belongingsPanel.setVisible(true);
    }

    private Leg leg(Subject subject) {
        var account = acting.account();
        return Leg.of(
                SIMULATE,
                subject.kind() == Subject.Kind.ROLE ? account.role(subject.name()) : account.user(subject.name()));
    }

    private void show(Decision decision) {
        var verdict = new Span(Texts.text(decision.allowed() ? "simulator.allowed" : "simulator.denied"));
        verdict.addClassNames("badge", decision.allowed() ? "gained" : "lost");
        answer.add(verdict, Explained.of(decision));
    }

    /** Null where a field is not filled in as it should be, which it then says. */
    private @Nullable Question question() {
        var somebody = who.getValue();
        who.setInvalid(somebody == null);
        var what = action.getValue() == null ? "" : action.getValue().strip();
        action.setErrorMessage(Texts.text("simulator.action.help"));
        action.setInvalid(!Question.isAction(what));
        var ofResource = read(tags);
        var more = read(keys);
        if (somebody == null || action.isInvalid() || ofResource == null || more == null) return null;
        var moment = at.getValue();
        return new Question(
                new Subject(kind.getValue(), somebody),
                what,
                node.getValue(),
                resource.getValue().strip(),
                ofResource,
                moment == null ? null : moment.atZone(Moments.zone()).toInstant(),
                factor.getValue(),
                more);
    }

    private static @Nullable Map<String, String> read(TextArea lines) {
        try {
            lines.setInvalid(false);
            return KeyLines.read(lines.getValue()).pairs();
        } catch (KeyLines.Unreadable unreadable) {
            lines.setErrorMessage(Texts.text("simulator.lines.wrong", unreadable.line()));
            lines.setInvalid(true);
            return null;
        }
    }
}
