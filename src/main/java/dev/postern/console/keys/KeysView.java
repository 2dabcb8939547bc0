package dev.postern.console.keys;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.router.Route;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.DeniedPanel;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.Live;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Narrow;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.Rows;
import dev.postern.console.shell.Texts;
import dev.postern.keys.KmsAlias;
import dev.postern.keys.KmsKey;
import dev.postern.keys.KmsKeys;
import jakarta.annotation.security.PermitAll;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The keys that encrypt sessions and what scripts keep small. */
@Route("keys")
@PermitAll
class KeysView extends Page {
    private final KmsKeys keys;
    private final KeyDeeds deeds;
    private final Moments moments;
    private final Grid<KmsKey> grid = new Grid<>();
    private final Rows<KmsKey> rows = new Rows<>(grid, KmsKey::id);
    private final Div none;
    private final boolean mayCreate;
    /** The same one as long as the page is there: a button that is replaced loses the focus. */
    private final Button create;

    private Map<UUID, List<KmsAlias>> aliases = Map.of();

    KeysView(KmsKeys keys, Acting acting, Moments moments, Live live) {
        super(Texts.text("keys.title"));
        this.keys = keys;
        this.deeds = new KeyDeeds(acting, acting.caller());
        this.moments = moments;
        this.mayCreate = deeds.may("kms:CreateKey", keys.anyKeyArn());
        this.create = create();
        this.none = nothing(Glyph.KEYS, Texts.text("keys.none"), Texts.text("keys.none.how"), create());
        addClassName("page-grid");
        var denied = acting.whyNot(acting.caller(), "kms:ListKeys", keys.anyKeyArn());
        if (denied.isPresent()) {
            add(new DeniedPanel(denied.get()));
            return;
        }
        about(Texts.text("keys.about"));
        columns();
        actions(create);
        add(grid, none);
        live.follow(this, this::refresh);
        refresh();
    }

    private Button create() {
        var create = new Button(Texts.text("keys.create"), Glyph.PLUS.draw());
        create.addThemeVariants(ButtonVariant.PRIMARY);
        create.addClickListener(_ -> open());
        create.setVisible(mayCreate);
        return create;
    }

    private void open() {
        open(new CreateKey(keys, deeds, this::refresh), create);
    }

    private void columns() {
        grid.addThemeVariants(GridVariant.NO_BORDER);
        grid.addClassName("list");
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.addColumn(LitRenderer.<KmsKey>of("""
                        <div class="cell-node"><div class="two"><span class="strong">${item.name}</span><span class="quiet mono">${item.id}</span>
                        <span class="quiet narrow-only">${item.more}</span></div></div>""")
                        .withProperty("name", key -> KeyLook.name(key, aliasesOf(key)))
                        .withProperty("id", key -> key.id().toString())
                        .withProperty(
                                "more",
                                key -> KeyLook.stateWords(key, moments) + " · " + KeyLook.version(key, moments)))
                .setHeader(Texts.text("keys.key"))
                .setFlexGrow(3)
                .setWidth("220px");
        var state = grid.addColumn(
                        LitRenderer.<KmsKey>of("<span class=\"badge badge-${item.state}\">${item.words}</span>")
                                .withProperty("state", KeyLook::state)
                                .withProperty("words", key -> KeyLook.stateWords(key, moments)))
                .setHeader(Texts.text("keys.state"))
                .setFlexGrow(0)
                .setWidth("170px");
        var version = grid.addColumn(key -> KeyLook.version(key, moments))
                .setHeader(Texts.text("keys.version"))
                .setFlexGrow(1)
                .setWidth("200px");
        var rotation = grid.addColumn(KeyLook::rhythm)
                .setHeader(Texts.text("keys.rotation"))
                .setFlexGrow(1)
                .setWidth("150px");
        grid.addColumn(LitRenderer.<KmsKey>of(
                                "<vaadin-button theme=\"tertiary\" aria-label=\"${item.of}\" @click=\"${open}\">${item.label}</vaadin-button>")
                        .withProperty("label", _ -> Texts.text("keys.manage"))
                        .withProperty("of", key -> Texts.text("keys.manage.of", KeyLook.name(key, aliasesOf(key))))
                        .withFunction(
                                "open", key -> new KeyDialog(key.id(), keys, deeds, moments, this::refresh).open()))
                .setTextAlign(ColumnTextAlign.END)
                .setFlexGrow(0)
                .setWidth("110px");
        Narrow.hide(grid, state, version, rotation);
    }

    private List<KmsAlias> aliasesOf(KmsKey key) {
        return aliases.getOrDefault(key.id(), List.of());
    }

    private void refresh() {
        aliases = keys.aliases().stream().collect(Collectors.groupingBy(KmsAlias::key));
        var all = keys.all().stream()
                .sorted(Comparator.comparing(KmsKey::createdAt).reversed())
                .toList();
        rows.show(all);
        grid.setVisible(!all.isEmpty());
        none.setVisible(all.isEmpty());
        create.setVisible(mayCreate && !all.isEmpty());
    }
}
