package dev.postern.console.roles;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextField;
import dev.postern.console.shell.Texts;
import dev.postern.identity.roles.WebIdentityProvider;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/** Whose tokens a role takes; all of it may be left empty. */
final class ProviderForm extends Div {
    /** As an address and as any other text. */
    private static final String RIGHT = "https://idp.example.com";

    private final TextField issuer = field("roles.provider.issuer");
    private final TextField audience = field("roles.provider.audience");
    private final TextField jwks = field("roles.provider.jwks");
    private final TextField subject = field("roles.provider.subject");

    ProviderForm() {
        addClassName("form");
        issuer.setPlaceholder("https://idp.example.com/realms/main");
        jwks.setPlaceholder("https://idp.example.com/realms/main/protocol/openid-connect/certs");
        subject.setHelperText(Texts.text("roles.provider.subject.help"));
        add(issuer, jwks, audience, subject);
    }

    private static TextField field(String key) {
        var field = new TextField(Texts.text(key));
        field.setWidthFull();
        return field;
    }

    /** Whether the rules are kept: where they are not, the fields say so, and the first of them has the focus. */
    boolean check() {
        var broken = isEmpty() ? List.<TextField>of() : brokenOnes();
        for (var field : List.of(issuer, jwks, audience, subject)) field.setInvalid(broken.contains(field));
        if (!broken.isEmpty()) broken.getFirst().focus();
        return broken.isEmpty();
    }

    /** Each is tried beside others that are right. */
    private List<TextField> brokenOnes() {
        var keys = URI.create(RIGHT);
        return Stream.of(
                        tried(issuer, text -> new WebIdentityProvider(text, RIGHT, keys, null)),
                        tried(jwks, text -> new WebIdentityProvider(RIGHT, RIGHT, URI.create(text), null)),
                        tried(audience, text -> new WebIdentityProvider(RIGHT, text, keys, null)),
                        tried(
                                subject,
                                text -> new WebIdentityProvider(RIGHT, RIGHT, keys, text.isEmpty() ? null : text)))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<TextField> tried(TextField field, Function<String, WebIdentityProvider> with) {
        try {
            var _ = with.apply(text(field));
            return Optional.empty();
        } catch (IllegalArgumentException broken) {
            field.setErrorMessage(StringUtils.capitalize(String.valueOf(broken.getMessage())) + ".");
            return Optional.of(field);
        }
    }

    private boolean isEmpty() {
        return Stream.of(issuer, audience, jwks, subject)
                .allMatch(field -> text(field).isEmpty());
    }

    /** Null where nothing is filled in. Only after {@link #check}. */
    @Nullable WebIdentityProvider read() {
        if (isEmpty()) return null;
        return new WebIdentityProvider(
                text(issuer),
                text(audience),
                URI.create(text(jwks)),
                text(subject).isEmpty() ? null : text(subject));
    }

    private static String text(TextField field) {
        return field.getValue().strip();
    }
}
