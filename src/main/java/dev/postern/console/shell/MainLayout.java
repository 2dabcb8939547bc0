package dev.postern.console.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.applayout.AppLayout;
import com.vaadin.flow.component.applayout.DrawerToggle;
import com.vaadin.flow.component.avatar.Avatar;
import com.vaadin.flow.component.contextmenu.ContextMenu;
import com.vaadin.flow.component.contextmenu.ContextMenuPosition;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.orderedlayout.Scroller;
import com.vaadin.flow.component.sidenav.SideNav;
import com.vaadin.flow.component.sidenav.SideNavItem;
import com.vaadin.flow.router.Layout;
import com.vaadin.flow.spring.security.AuthenticationContext;
import dev.postern.identity.Caller;
import jakarta.annotation.security.PermitAll;
import java.util.EnumMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Navigation at the side, the screen beside it, and at the foot who is signed in. */
@Layout
@PermitAll
class MainLayout extends AppLayout {
    private final Scroller scroller = new Scroller();
    private @Nullable Open shown;

    /** The screens that are not for everybody: whether they are for who is signed in. */
    private record Open(
            boolean commands,
            boolean activations,
            boolean documents,
            boolean keys,
            boolean users,
            boolean groups,
            boolean roles,
            boolean policies,
            boolean trail) {
        static Open to(Caller caller, Acting acting, RunnableDocuments runnable) {
            var account = acting.account();
            return new Open(
                    runnable.any(caller) || acting.may(caller, "ssm:ListCommands", account.any("*")),
                    acting.may(caller, "ssm:DescribeActivations", account.any("*")),
                    acting.may(caller, "ssm:ListDocuments", account.document("*")),
                    acting.may(caller, "kms:ListKeys", account.kms("key/*")),
                    acting.may(caller, "iam:ListUsers", account.user("*")),
                    acting.may(caller, "iam:ListGroups", account.group("*")),
                    acting.may(caller, "iam:ListRoles", account.role("*")),
                    acting.may(caller, "iam:ListPolicies", account.policy("*")),
                    acting.may(caller, "cloudtrail:LookupEvents", account.any("*")));
        }
    }

    MainLayout(Acting acting, RunnableDocuments runnable, AuthenticationContext authentication, Live live) {
        setPrimarySection(Section.DRAWER);
        var caller = acting.caller();
        scroller.addClassName("drawer-navigation");
        show(Open.to(caller, acting, runnable));
        live.follow(this, () -> show(Open.to(caller, acting, runnable)));
        var drawer = new Div(brand(), scroller, userMenu(caller.name(), authentication));
        drawer.addClassName("drawer");
        addToDrawer(drawer);

        var toggle = new DrawerToggle();
        toggle.setAriaLabel(Texts.text("navigation.toggle"));
        addToNavbar(toggle, brand());
    }

    private void show(Open open) {
        if (open.equals(shown)) return;
        shown = open;
        scroller.setContent(new Div(machines(open), people(open), rest(open)));
    }

    private static SideNav machines(Open open) {
        var machines = new SideNav();
        machines.getElement().setAttribute("aria-label", Texts.text("navigation.machines"));
        machines.addItem(item("nodes", "", Glyph.NODES), item("sessions", "sessions", Glyph.SESSIONS));
        if (open.commands()) machines.addItem(item("commands", "commands", Glyph.COMMANDS));
        if (open.activations()) machines.addItem(item("activations", "activations", Glyph.ACTIVATIONS));
        if (open.documents()) {
            var documents = item("documents", "documents", Glyph.DOCUMENTS);
            documents.setPathAliases(Set.of("new-document", "preferences"));
            machines.addItem(documents);
        }
        if (open.keys()) machines.addItem(item("keys", "keys", Glyph.KEYS));
        return machines;
    }

    /** Who there is, and who may what: those of them that whoever looks may list. */
    private static SideNav people(Open open) {
        var people = new SideNav(Texts.text("navigation.people"));
        if (open.users()) people.addItem(item("users", "users", Glyph.USERS));
        if (open.groups()) people.addItem(item("groups", "groups", Glyph.GROUPS));
        if (open.roles()) people.addItem(item("roles", "roles", Glyph.ROLES));
        if (open.policies()) {
            var policies = item("policies", "policies", Glyph.POLICIES);
            policies.setPathAliases(Set.of("new-policy", "simulator"));
            people.addItem(policies);
        }
        people.setVisible(!people.getItems().isEmpty());
        return people;
    }

    private static SideNav rest(Open open) {
        var rest = new SideNav();
        rest.getElement().setAttribute("aria-label", Texts.text("navigation.rest"));
        if (open.trail()) rest.addItem(item("trail", "trail", Glyph.TRAIL));
        rest.addItem(item("command-line", "command-line", Glyph.COPY));
        rest.addItem(item("settings", "settings", Glyph.SETTINGS));
        return rest;
    }

    private static Component brand() {
        var brand = new Div(Glyph.GATE.draw(), new Span("Postern"));
        brand.addClassName("brand");
        return brand;
    }

    private static SideNavItem item(String key, String path, Glyph glyph) {
        var item = new SideNavItem(Texts.text("navigation." + key), path, glyph.draw());
        item.setMatchNested(!path.isEmpty());
        return item;
    }

    private static Component userMenu(String name, AuthenticationContext authentication) {
        var face = new NativeButton();
        face.add(new Avatar(name), new Span(name), Glyph.MORE.draw());
        face.addClassName("user");
        face.setAriaLabel(Texts.text("user.menu", name));
        var menu = new ContextMenu(face);
        menu.setOpenOnClick(true);
        menu.setPosition(ContextMenuPosition.TOP_START);
        var looks = new EnumMap<Scheme, MenuItem>(Scheme.class);
        for (var scheme : Scheme.values()) looks.put(scheme, choice(menu, scheme, looks));
        menu.addSeparator();
        menu.addItem(row(Glyph.LEAVE, Texts.text("user.sign-out")), _ -> authentication.logout());
        Scheme.chosen(face, kept -> looks.forEach((scheme, choice) -> choice.setChecked(scheme == kept)));
        return face;
    }

    private static MenuItem choice(ContextMenu menu, Scheme scheme, EnumMap<Scheme, MenuItem> all) {
        var choice = menu.addItem(row(scheme.glyph(), scheme.words()));
        choice.setCheckable(true);
        choice.addClickListener(click -> {
            all.forEach((other, item) -> item.setChecked(other == scheme));
            scheme.choose(click.getSource());
        });
        return choice;
    }

    private static Component row(Glyph glyph, String words) {
        var row = new Div(glyph.draw(), new Span(words));
        row.addClassName("menu-row");
        return row;
    }
}
