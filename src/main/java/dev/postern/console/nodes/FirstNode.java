package dev.postern.console.nodes;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.QueryParameters;
import dev.postern.console.shell.Command;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.Texts;

/** Where there is no node yet: how the first one comes in. */
final class FirstNode extends Div {
    FirstNode(boolean mayAdd) {
        addClassNames("nothing", "first-node");
        add(Glyph.NODES.draw(), new H2(Texts.text(mayAdd ? "nodes.none" : "nodes.none.open")));
        if (!mayAdd) {
            add(new Paragraph(Texts.text("nodes.none.ask")));
            return;
        }
        var add = new Button(Texts.text("activations.create"), Glyph.PLUS.draw());
        add.addThemeVariants(ButtonVariant.PRIMARY);
        add.addClickListener(_ -> UI.getCurrent().navigate("activations", QueryParameters.of("create", "")));
        add(
                new Paragraph(Texts.text("nodes.none.how")),
                new OrderedList(
                        new ListItem(new Paragraph(Texts.text("nodes.none.first")), add),
                        new ListItem(
                                new Paragraph(Texts.text("nodes.none.second")),
                                new Command(
                                        "java -jar postern.jar agent --endpoint https://POSTERN:8443 --ca ca.pem \\\n"
                                                + "  --activation-id ID --activation-code CODE"))));
    }
}
