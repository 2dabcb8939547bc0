package dev.postern.console.keys;

import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import dev.postern.console.shell.Texts;
import dev.postern.keys.KmsKeys;
import java.util.regex.Pattern;

/** A name for a key, without the prefix that every one has. */
final class AliasField extends TextField {
    /** KMS's characters; names below aws/ are reserved there. */
    private static final Pattern NAME = Pattern.compile("(?!aws/)[a-zA-Z0-9/_-]{1,250}");

    AliasField() {
        super(Texts.text("keys.alias"));
        setHelperText(Texts.text("keys.alias.help"));
        setPrefixComponent(new Span(KmsKeys.ALIAS_PREFIX));
        setWidthFull();
    }

    /** Whether it can be an alias; says so where it cannot. */
    boolean check(boolean required) {
        var fits = NAME.matcher(getValue().strip()).matches() || isEmpty() && !required;
        if (fits) setInvalid(false);
        else wrong(Texts.text("keys.alias.wrong"));
        return fits;
    }

    void wrong(String why) {
        setErrorMessage(why);
        setInvalid(true);
        focus();
    }

    String full() {
        return KmsKeys.ALIAS_PREFIX + getValue().strip();
    }
}
