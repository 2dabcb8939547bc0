package dev.postern.console.shell;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.i18n.I18NProvider;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Everything the console says, from {@code messages.properties}, in the language of the page that asks. */
@Component
public class Texts implements I18NProvider {
    private static final String BUNDLE = "messages";
    private static final ResourceBundle.Control ONLY_OURS =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    /** The text with its arguments, as {@link MessageFormat} has them; numbers and plurals follow the language. */
    public static String text(String key, Object... arguments) {
        return in(language(), key, arguments);
    }

    static String in(Locale language, String key, Object... arguments) {
        try {
            var pattern = bundle(language).getString(key);
            return arguments.length == 0 ? pattern : new MessageFormat(pattern, language).format(arguments);
        } catch (MissingResourceException e) {
            return "!" + key;
        }
    }

    /** All texts below a prefix, without it: what a page outside Vaadin is given. */
    public static Map<String, String> below(String prefix, Locale language) {
        var texts = new TreeMap<String, String>();
        var bundle = bundle(language);
        for (var key : bundle.keySet()) {
            if (key.startsWith(prefix)) texts.put(key.substring(prefix.length()), bundle.getString(key));
        }
        return texts;
    }

    public static Locale language() {
        var ui = UI.getCurrent();
        return ui == null ? Locale.ENGLISH : ui.getLocale();
    }

    private static ResourceBundle bundle(Locale language) {
        return ResourceBundle.getBundle(BUNDLE, language, ONLY_OURS);
    }

    @Override
    public List<Locale> getProvidedLocales() {
        return List.of(Locale.ENGLISH);
    }

    @Override
    public String getTranslation(String key, Locale locale, Object... params) {
        return in(locale, key, params);
    }
}
