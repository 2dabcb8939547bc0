package dev.postern.console.roles;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextField;
import dev.postern.console.shell.Texts;
import dev.postern.identity.roles.WebIdentityProvider;
import java.net.URI;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whose tokens a role takes; all of it may be left empty. */
final class ProviderForm extends Div {
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

    /**
     * Null where nothing is filled in.
     *
     * @throws IllegalArgumentException names the rule that is broken
     */
    @Nullable WebIdentityProvider read() {
        if (Stream.of(issuer, audience, jwks, subject)
                .allMatch(field -> text(field).isEmpty())) return null;
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
