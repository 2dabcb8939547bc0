package dev.postern.console.activations;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.router.AfterNavigationEvent;
import com.vaadin.flow.router.AfterNavigationObserver;
import com.vaadin.flow.router.Route;
import dev.postern.access.AccessRequest;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Confirmation;
import dev.postern.console.shell.DeniedPanel;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.Live;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Narrow;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.Rows;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.inventory.Activation;
import dev.postern.inventory.Activations;
import dev.postern.inventory.ApiAddress;
import jakarta.annotation.security.PermitAll;
import java.util.Comparator;

/** Invitations for new nodes. */
@Route("activations")
@PermitAll
class ActivationsView extends Page implements AfterNavigationObserver {
    /** In the address: the dialog is open. */
    private static final String CREATE = "create";

    private final Activations activations;
    private final ApiAddress api;
    private final Acting acting;
    private final Moments moments;
    private final Caller caller;
    private final Grid<Activation> grid = new Grid<>();
    private final Rows<Activation> rows = new Rows<>(grid, Activation::id);
    private final Div none;
    private final boolean mayCreate;
    /** The same one as long as the page is there: a button that is replaced loses the focus. */
    private final Button create;

    ActivationsView(Activations activations, ApiAddress api, Acting acting, Moments moments, Live live) {
        super(Texts.text("activations.title"));
        this.activations = activations;
        this.api = api;
        this.acting = acting;
        this.moments = moments;
        this.caller = acting.caller();
        this.mayCreate = acting.may(caller, "ssm:CreateActivation", arn("*"));
        this.create = create();
        this.none = nothing(
                Glyph.ACTIVATIONS, Texts.text("activations.none"), Texts.text("activations.none.how"), create());
        addClassName("page-grid");
        var denied = acting.whyNot(caller, "ssm:DescribeActivations", arn("*"));
        if (denied.isPresent()) {
            add(new DeniedPanel(denied.get()));
            return;
        }
        about(Texts.text("activations.about"));
        columns();
        actions(create);
        add(grid, none);
        live.follow(this, this::refresh);
        refresh();
    }

    /** Add a node, elsewhere, leads here to what it is for: once, not at every reload. */
    @Override
    public void afterNavigation(AfterNavigationEvent event) {
        if (event.getLocation().getQueryParameters().getSingleParameter(CREATE).isEmpty() || !mayCreate) return;
        UI.getCurrent().getPage().getHistory().replaceState(null, "activations");
        open();
    }

    private Button create() {
        var create = new Button(Texts.text("activations.create"), Glyph.PLUS.draw());
        create.addThemeVariants(ButtonVariant.PRIMARY);
        create.addClickListener(_ -> open());
        create.setVisible(mayCreate);
        return create;
    }

    private void open() {
        open(new CreateActivation(activations, api, acting, moments, caller, this::refresh), create);
    }

    private void columns() {
        grid.addThemeVariants(GridVariant.NO_BORDER);
        grid.addClassName("list");
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.addColumn(LitRenderer.<Activation>of("""
                        <div class="cell-node"><div class="two"><span class="strong">${item.name}</span><span class="quiet mono">${item.id}</span>
                        <span class="quiet narrow-only">${item.more}</span></div></div>""")
                        .withProperty("name", ActivationsView::name)
                        .withProperty("id", Activation::id)
                        .withProperty(
                                "more",
                                activation -> Texts.text("activation.state." + state(activation)) + " · "
                                        + used(activation) + " · " + expiry(activation)))
                .setHeader(Texts.text("activations.activation"))
                .setFlexGrow(3)
                .setWidth("220px");
        var used = grid.addColumn(LitRenderer.<Activation>of(
                                "<span class=\"badge badge-${item.state}\">${item.words}</span>")
                        .withProperty("state", this::state)
                        .withProperty("words", activation -> Texts.text("activation.state." + state(activation))))
                .setHeader(Texts.text("activations.state"))
                .setFlexGrow(0)
                .setWidth("130px");
        var limit = grid.addColumn(ActivationsView::used)
                .setHeader(Texts.text("activations.used"))
                .setFlexGrow(1)
                .setWidth("130px");
        var expires = grid.addColumn(LitRenderer.<Activation>of("<span title=\"${item.exact}\">${item.expires}</span>")
                        .withProperty("expires", this::expiry)
                        .withProperty("exact", activation -> moments.hover(activation.expiresAt())))
                .setHeader(Texts.text("activations.expires"))
                .setComparator(Comparator.comparing(Activation::expiresAt))
                .setFlexGrow(1)
                .setWidth("140px");
        var by = grid.addColumn(activation ->
                        activation.createdBy().substring(activation.createdBy().lastIndexOf('/') + 1))
                .setHeader(Texts.text("activations.by"))
                .setFlexGrow(1)
                .setWidth("110px");
        grid.addColumn(LitRenderer.<Activation>of(
                                "<vaadin-button theme=\"tertiary error\" @click=\"${drop}\">${item.label}</vaadin-button>")
                        .withProperty("label", _ -> Texts.text("delete"))
                        .withFunction("drop", this::confirmDelete))
                .setTextAlign(ColumnTextAlign.END)
                .setFlexGrow(0)
                .setWidth("110px");
        Narrow.hide(grid, used, limit, expires, by);
    }

    private void refresh() {
        var all = activations.all().stream()
                .sorted(Comparator.comparing(Activation::createdAt).reversed())
                .toList();
        rows.show(all);
        grid.setVisible(!all.isEmpty());
        none.setVisible(all.isEmpty());
        create.setVisible(mayCreate && !all.isEmpty());
    }

    private static String name(Activation activation) {
        if (!activation.description().isBlank()) return activation.description();
        return activation.defaultNodeName().isBlank()
                ? Texts.text("activations.unnamed")
                : activation.defaultNodeName();
    }

    private static String used(Activation activation) {
        return Texts.text("activations.used.of", activation.registrations(), activation.limit());
    }

    private String state(Activation activation) {
        if (activation.expired(moments.now())) return "expired";
        return activation.usedUp() ? "used-up" : "open";
    }

    private String expiry(Activation activation) {
        return moments.relative(activation.expiresAt());
    }

    private void confirmDelete(Activation activation) {
        Confirmation.ask(
                Texts.text("activations.delete.sure"),
                Texts.text("activations.delete.what", name(activation)),
                Texts.text("delete"),
                () -> delete(activation));
    }

    private void delete(Activation activation) {
        var request = AccessRequest.of(caller, "ssm:DeleteActivation", arn(activation.id()));
        if (acting.run(request, () -> activations.delete(activation.id()))) {
            Notices.done(Texts.text("activations.deleted"));
        }
        refresh();
    }

    private String arn(String id) {
        return acting.account().any("activation/" + id);
    }
}
