package dev.postern.console.documents;

import com.vaadin.flow.component.textfield.TextField;
import dev.postern.console.shell.Texts;
import java.util.regex.Pattern;

/** A name for a version, for whoever wants one. */
final class VersionNameField extends TextField {
    /** botocore ssm/2014-11-06, DocumentVersionName. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_\\-.]{1,128}");

    VersionNameField() {
        super(Texts.text("document.version-name"));
        setHelperText(Texts.text("document.version-name.help"));
    }

    /** Whether it can be one; says so where it cannot. */
    boolean check() {
        var fits = isEmpty() || NAME.matcher(name()).matches();
        if (fits) setInvalid(false);
        else wrong(Texts.text("document.version-name.wrong"));
        return fits;
    }

    void wrong(String why) {
        setErrorMessage(why);
        setInvalid(true);
        focus();
    }

    String name() {
        return getValue().strip();
    }
}
