package dev.postern.console.people;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.router.Route;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Chips;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.Live;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Narrow;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.Place;
import dev.postern.console.shell.Rows;
import dev.postern.console.shell.SearchField;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.identity.User;
import dev.postern.identity.Users;
import dev.postern.identity.Users.SignIn;
import jakarta.annotation.security.PermitAll;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everybody who is known here: those made here, and those an identity provider vouches for. */
@Route("users")
@PermitAll
class UsersView extends Page {
    private static final Comparator<User> BY_NAME = Comparator.comparing(User::name, String.CASE_INSENSITIVE_ORDER);

    private final Users users;
    private final UserDeeds deeds;
    private final Moments moments;
    private final Acting acting;
    private final Caller caller;
    private final SearchField search = new SearchField("users.search", this::show);
    private final Chips<Optional<Boolean>> states = new Chips<>(Optional.empty(), this::show);
    private final Grid<User> grid = new Grid<>();
    private final Rows<User> rows = new Rows<>(grid, User::name);
    private final Div noMatch =
            nothing(Glyph.SEARCH, Texts.text("users.no-match"), Texts.text("users.no-match.how"), seeAll());
    private final Button create = new Button(Texts.text("users.create"), Glyph.PLUS.draw());
    private List<User> all = List.of();
    private Map<String, SignIn> signIns = Map.of();

    UsersView(Users users, UserDeeds deeds, Acting acting, Moments moments, Live live) {
        super(Texts.text("users.title"));
        this.users = users;
        this.deeds = deeds;
        this.moments = moments;
        this.acting = acting;
        this.caller = acting.caller();
        addClassName("page-grid");
        if (isDenied()) return;
        create.addThemeVariants(ButtonVariant.PRIMARY);
        create.addClickListener(_ -> open(new CreateUser(deeds, caller), create));
        create.setVisible(deeds.mayAll(caller, "iam:CreateUser"));
        actions(create);
        columns();
        add(tools(), grid, noMatch);
        live.follow(this, this::refresh);
        refresh();
    }

    private Div tools() {
        states.getElement().setAttribute("aria-label", Texts.text("users.state"));
        var tools = new Div(search, states);
        tools.addClassName("tools");
        return tools;
    }

    private Button seeAll() {
        return new Button(Texts.text("users.see-all"), _ -> {
            search.clear();
            states.choose(Optional.empty());
            search.focus();
        });
    }

    private void columns() {
        grid.addThemeVariants(GridVariant.NO_BORDER);
        grid.addClassName("list");
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.addColumn(LitRenderer.<User>of("""
                        <div class="cell-node"><div class="two"><a class="strong" href="${item.path}">${item.name}</a>
                        <span class="quiet">${item.groups}</span>
                        <span class="quiet narrow-only">${item.more}</span></div></div>""")
                        .withProperty("path", user -> Place.of("users", user.name()))
                        .withProperty("name", User::name)
                        .withProperty("groups", this::groups)
                        .withProperty("more", this::more))
                .setHeader(Texts.text("users.user"))
                .setComparator(BY_NAME)
                .setFlexGrow(4)
                .setWidth("240px");
        var state = grid.addColumn(LitRenderer.<User>of("<span class=\"badge badge-${item.look}\">${item.words}</span>")
                        .withProperty("look", UserLook::stateLook)
                        .withProperty("words", UserLook::state))
                .setHeader(Texts.text("users.state"))
                .setComparator(Comparator.comparing(User::enabled))
                .setFlexGrow(0)
                .setWidth("130px");
        var way = grid.addColumn(this::way)
                .setHeader(Texts.text("users.way"))
                .setComparator(Comparator.comparing(this::way))
                .setFlexGrow(1)
                .setWidth("170px");
        var last = grid.addColumn(LitRenderer.<User>of("<span title=\"${item.exact}\">${item.last}</span>")
                        .withProperty("last", user -> UserLook.last(signIn(user), moments))
                        .withProperty(
                                "exact",
                                user -> signIn(user)
                                        .map(SignIn::last)
                                        .map(moments::hover)
                                        .orElse("")))
                .setHeader(Texts.text("users.last"))
                .setComparator(Comparator.comparing(
                        user -> signIn(user).map(SignIn::last).orElse(null),
                        Comparator.nullsFirst(Comparator.naturalOrder())))
                .setFlexGrow(1)
                .setWidth("150px");
        Narrow.hide(grid, state, way, last);
    }

    private Optional<SignIn> signIn(User user) {
        return Optional.ofNullable(signIns.get(user.name()));
    }

    /** Groups are told to who may ask for a user's. */
    private String groups(User user) {
        if (user.groups().isEmpty() || !deeds.may(caller, UserDeeds.GROUPS, user.name())) return "";
        return UserLook.groups(user);
    }

    /** What the hidden columns say, in one line. */
    private String more(User user) {
        return Stream.of(UserLook.state(user), way(user), UserLook.last(signIn(user), moments))
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(" · "));
    }

    /** Told to who may ask whether a user has a password. */
    private String way(User user) {
        return deeds.may(caller, UserDeeds.PASSWORD, user.name()) ? UserLook.way(signIn(user)) : "";
    }

    /** Now, not when the page was opened: what one may no more, one sees no more. */
    private boolean isDenied() {
        var denied = acting.whyNot(caller, "iam:ListUsers", acting.account().user("*"));
        denied.ifPresent(this::denied);
        return denied.isPresent();
    }

    private void refresh() {
        if (isDenied()) return;
        all = users.all();
        signIns = users.signIns();
        show();
    }

    private void show() {
        var found =
                all.stream().filter(user -> search.isEmpty() || matches(user)).toList();
        states.choices(List.of(
                chip(found, Optional.empty(), "users.all"),
                chip(found, Optional.of(true), "users.enabled"),
                chip(found, Optional.of(false), "users.disabled")));
        var shown = found.stream()
                .filter(user ->
                        states.chosen().map(wanted -> wanted == user.enabled()).orElse(true))
                .toList();
        rows.show(shown);
        grid.setVisible(!shown.isEmpty());
        noMatch.setVisible(shown.isEmpty());
        about(Texts.text("users.about", all.size()));
    }

    private boolean matches(User user) {
        return UserLook.matches(
                user,
                search.getValue(),
                deeds.may(caller, UserDeeds.GROUPS, user.name()),
                deeds.may(caller, UserDeeds.TAGS, user.name()));
    }

    private static Chips.Choice<Optional<Boolean>> chip(List<User> users, Optional<Boolean> enabled, String key) {
        var count = users.stream()
                .filter(user -> enabled.map(wanted -> wanted == user.enabled()).orElse(true))
                .count();
        return new Chips.Choice<>(enabled, Texts.text(key), count);
    }
}
