package dev.postern.console.documents;

import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.data.renderer.LitRenderer;
import dev.postern.console.shell.Confirmation;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Narrow;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Rows;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.session.documents.Document;
import dev.postern.session.documents.DocumentVersion;
import dev.postern.session.documents.Documents;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A document's versions, newest first, each with what can be done to it. */
final class VersionTable extends Grid<DocumentVersion> {
    /** More than these scroll. */
    private static final int SHOWN_WHOLE = 8;

    private final Documents documents;
    private final DocumentDeeds deeds;
    private final Caller caller;
    private final Runnable changed;
    private final Rows<DocumentVersion> rows = new Rows<>(this, DocumentVersion::number);
    private @Nullable Document document;
    private List<DocumentVersion> versions = List.of();

    VersionTable(Documents documents, DocumentDeeds deeds, Moments moments, Caller caller, Runnable changed) {
        this.documents = documents;
        this.deeds = deeds;
        this.caller = caller;
        this.changed = changed;
        addThemeVariants(GridVariant.NO_BORDER);
        addClassName("list");
        setSelectionMode(SelectionMode.NONE);
        addColumn(LitRenderer.<DocumentVersion>of("""
                        <div class="two"><span class="version-line"><span class="strong">${item.version}</span>
                        ${item.default ? html`<span class="badge badge-open">${item.default}</span>` : ''}
                        ${item.latest ? html`<span class="badge">${item.latest}</span>` : ''}</span>
                        <span class="quiet mono narrow-only" title="${item.exact}">${item.made}</span></div>""")
                        .withProperty("version", DocumentLook::version)
                        .withProperty("default", version -> isDefault(version) ? Texts.text("version.default") : "")
                        .withProperty("latest", version -> isLatest(version) ? Texts.text("version.latest") : "")
                        .withProperty("exact", version -> exact(version, moments))
                        .withProperty(
                                "made",
                                version -> DocumentLook.made(version.createdBy(), version.createdAt(), moments)))
                .setHeader(Texts.text("document.version"))
                .setFlexGrow(2)
                .setWidth("150px");
        var made = addColumn(LitRenderer.<DocumentVersion>of("<span title=\"${item.exact}\">${item.made}</span>")
                        .withProperty(
                                "made", version -> DocumentLook.made(version.createdBy(), version.createdAt(), moments))
                        .withProperty("exact", version -> exact(version, moments)))
                .setHeader(Texts.text("documents.created"))
                .setFlexGrow(2)
                .setWidth("160px");
        var hash = addColumn(LitRenderer.<DocumentVersion>of(
                                "<span class=\"mono quiet\" title=\"${item.hash}\">${item.short}</span>")
                        .withProperty("hash", DocumentVersion::sha256)
                        .withProperty("short", version -> version.sha256().substring(0, 12)))
                .setHeader("SHA-256")
                .setFlexGrow(1)
                .setWidth("130px");
        var acts = addColumn(LitRenderer.<DocumentVersion>of("""
                        <div class="row-actions">
                        <vaadin-button theme="tertiary" aria-label="${item.compareOf}" ?hidden="${!item.comparable}" @click="${compare}">${item.compare}</vaadin-button>
                        <vaadin-button theme="tertiary" aria-label="${item.makeOf}" ?hidden="${!item.movable}" @click="${make}">${item.makeDefault}</vaadin-button>
                        <vaadin-button theme="tertiary error" aria-label="${item.dropOf}" ?hidden="${!item.deletable}" @click="${drop}">${item.delete}</vaadin-button></div>""")
                        .withProperty("compare", _ -> Texts.text("version.compare"))
                        .withProperty("compareOf", version -> Texts.text("version.compare.of", number(version)))
                        .withProperty("comparable", _ -> versions.size() > 1)
                        .withProperty("makeDefault", _ -> Texts.text("version.make-default"))
                        .withProperty("makeOf", version -> Texts.text("version.make-default.of", number(version)))
                        .withProperty(
                                "movable",
                                version -> !isDefault(version) && may("ssm:UpdateDocumentDefaultVersion", version))
                        .withProperty("delete", _ -> Texts.text("delete"))
                        .withProperty("dropOf", version -> Texts.text("version.delete.of", number(version)))
                        .withProperty("deletable", version -> !isDefault(version) && may("ssm:DeleteDocument", version))
                        .withFunction("compare", this::compare)
                        .withFunction("make", this::makeDefault)
                        .withFunction("drop", this::confirmDelete))
                .setTextAlign(ColumnTextAlign.END)
                .setFlexGrow(0)
                .setWidth("330px");
        Narrow.hide(this, made, hash);
        Narrow.shrink(this, acts, "330px", "140px");
    }

    void show(Document document, List<DocumentVersion> versions) {
        this.document = document;
        this.versions = versions;
        setAllRowsVisible(versions.size() <= SHOWN_WHOLE);
        rows.show(versions);
    }

    private boolean isDefault(DocumentVersion version) {
        return document != null && document.defaultVersion() == version.number();
    }

    private boolean isLatest(DocumentVersion version) {
        return document != null && document.latest() == version.number();
    }

    private boolean may(String action, DocumentVersion version) {
        return deeds.may(caller, action, version.document());
    }

    private static String number(DocumentVersion version) {
        return String.valueOf(version.number());
    }

    private static String exact(DocumentVersion version, Moments moments) {
        var at = version.createdAt();
        return at == null ? "" : moments.hover(at);
    }

    private void compare(DocumentVersion version) {
        new Comparison(documents, versions, version).open();
    }

    private void makeDefault(DocumentVersion version) {
        if (deeds.makeDefault(caller, version.document(), version.number()))
            Notices.done(Texts.text("version.made-default", number(version)));
        changed.run();
    }

    private void confirmDelete(DocumentVersion version) {
        Confirmation.ask(
                Texts.text("version.delete.sure", number(version)),
                Texts.text("version.delete.what"),
                Texts.text("delete"),
                () -> {
                    if (deeds.deleteVersion(caller, version.document(), version.number()))
                        Notices.done(Texts.text("version.deleted", number(version)));
                    changed.run();
                });
    }
}
