package dev.postern.console.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.ParentLayout;
import com.vaadin.flow.server.HttpStatusCode;
import com.vaadin.flow.server.auth.AnonymousAllowed;

/** There is nothing here, or nothing for you: both look the same. */
@Tag(Tag.DIV)
@ParentLayout(MainLayout.class)
@AnonymousAllowed
class NotFoundView extends Component implements HasErrorParameter<NotFoundException> {
    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<NotFoundException> parameter) {
        var nothing = new Div(
                Glyph.SEARCH.draw(),
                new H2(Texts.text("not-found")),
                new Paragraph(Texts.text("not-found.what")),
                new Anchor("", Texts.text("not-found.nodes")));
        nothing.addClassName("nothing");
        getElement().setAttribute("class", "page").removeAllChildren().appendChild(nothing.getElement());
        return HttpStatusCode.NOT_FOUND.getCode();
    }
}
