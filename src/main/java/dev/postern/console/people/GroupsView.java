package dev.postern.console.people;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.router.Route;
import dev.postern.access.policies.ManagedPolicy;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.Live;
import dev.postern.console.shell.Narrow;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.Place;
import dev.postern.console.shell.Rows;
import dev.postern.console.shell.SearchField;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.identity.Group;
import dev.postern.identity.Groups;
import dev.postern.identity.Users;
import jakarta.annotation.security.PermitAll;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The groups there are: what a policy gives to one, it gives to each of its users. */
@Route("groups")
@PermitAll
class GroupsView extends Page {
    private static final Comparator<Group> BY_NAME = Comparator.comparing(Group::name, String.CASE_INSENSITIVE_ORDER);

    private final Groups groups;
    private final Users users;
    private final Policies policies;
    private final GroupDeeds deeds;
    private final Acting acting;
    private final Caller caller;
    private final SearchField search = new SearchField("groups.search", this::show);
    private final Grid<Group> grid = new Grid<>();
    private final Rows<Group> rows = new Rows<>(grid, Group::name);
    private final Div none;
    private final Div noMatch = nothing(
            Glyph.SEARCH,
            Texts.text("groups.no-match"),
            Texts.text("groups.no-match.how"),
            new Button(Texts.text("groups.see-all"), _ -> search.clear()));
    private final Div tools = new Div(search);
    private final boolean mayCreate;
    /** The same one as long as the page is there: a button that is replaced loses the focus. */
    private final Button create;

    private List<Group> all = List.of();
    private Map<String, Integer> members = Map.of();

    GroupsView(Groups groups, Users users, Policies policies, GroupDeeds deeds, Acting acting, Live live) {
        super(Texts.text("groups.title"));
        this.groups = groups;
        this.users = users;
        this.policies = policies;
        this.deeds = deeds;
        this.acting = acting;
        this.caller = acting.caller();
        this.mayCreate = deeds.mayAll(caller, "iam:CreateGroup");
        this.create = create();
        this.none = nothing(Glyph.GROUPS, Texts.text("groups.none"), Texts.text("groups.none.how"), create());
        addClassName("page-grid");
        if (isDenied()) return;
        about(Texts.text("groups.about"));
        actions(create);
        search();
        columns();
        add(tools, grid, none, noMatch);
        live.follow(this, this::refresh);
        refresh();
    }

    private Button create() {
        var create = new Button(Texts.text("groups.create"), Glyph.PLUS.draw());
        create.addThemeVariants(ButtonVariant.PRIMARY);
        create.addClickListener(_ -> open(new CreateGroup(deeds, caller), this.create));
        create.setVisible(mayCreate);
        return create;
    }

    private void search() {
        tools.addClassName("tools");
    }

    private void columns() {
        grid.addThemeVariants(GridVariant.NO_BORDER);
        grid.addClassName("list");
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.addColumn(LitRenderer.<Group>of("""
                        <div class="cell-node"><div class="two"><a class="strong" href="${item.path}">${item.name}</a>
                        <span class="quiet narrow-only">${item.more}</span></div></div>""")
                        .withProperty("path", group -> Place.of("groups", group.name()))
                        .withProperty("name", Group::name)
                        .withProperty("more", group -> members(group) + " · " + policies(group)))
                .setHeader(Texts.text("groups.group"))
                .setComparator(BY_NAME)
                .setFlexGrow(2)
                .setWidth("220px");
        var count = grid.addColumn(this::members)
                .setHeader(Texts.text("groups.members"))
                .setComparator(Comparator.comparing(group -> members.getOrDefault(group.name(), 0)))
                .setFlexGrow(0)
                .setWidth("150px");
        var has = grid.addColumn(LitRenderer.<Group>of("<span title=\"${item.has}\">${item.has}</span>")
                        .withProperty("has", this::policies))
                .setHeader(Texts.text("groups.policies"))
                .setFlexGrow(3)
                .setWidth("240px");
        Narrow.hide(grid, count, has);
    }

    /** Told to who may look into the group. */
    private String members(Group group) {
        return deeds.may(caller, "iam:GetGroup", group.name())
                ? Texts.text("groups.members.count", members.getOrDefault(group.name(), 0))
                : "";
    }

    private String policies(Group group) {
        if (!deeds.may(caller, "iam:ListAttachedGroupPolicies", group.name())) return "";
        var attached = policies.attached(Subject.group(group.name()));
        var inline = deeds.may(caller, "iam:ListGroupPolicies", group.name())
                ? policies.inline(Subject.group(group.name())).size()
                : 0;
        var names = attached.stream().map(ManagedPolicy::name).collect(Collectors.joining(", "));
        if (inline == 0) return names.isEmpty() ? Texts.text("groups.policies.none") : names;
        var own = Texts.text("roles.may.inline", inline);
        return names.isEmpty() ? own : names + ", " + own;
    }

    /** Now, not when the page was opened: what one may no more, one sees no more. */
    private boolean isDenied() {
        var denied = acting.whyNot(caller, "iam:ListGroups", acting.account().group("*"));
        denied.ifPresent(this::denied);
        return denied.isPresent();
    }

    private void refresh() {
        if (isDenied()) return;
        all = groups.all();
        var counts = new HashMap<String, Integer>();
        for (var user : users.all()) for (var group : user.groups()) counts.merge(group, 1, Integer::sum);
        members = counts;
        show();
    }

    private void show() {
        var words = search.getValue().strip().toLowerCase(Locale.ROOT);
        var shown = all.stream()
                .filter(group -> group.name().toLowerCase(Locale.ROOT).contains(words))
                .toList();
        rows.show(shown);
        tools.setVisible(!all.isEmpty());
        grid.setVisible(!shown.isEmpty());
        none.setVisible(all.isEmpty());
        noMatch.setVisible(shown.isEmpty() && !all.isEmpty());
        create.setVisible(mayCreate && !all.isEmpty());
    }
}
