package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Parameter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/**
 * Every {@code postern.*} key with its default. People's scripts rely on these: change one on purpose, here and in
 * {@code docs/settings.md}.
 */
class SettingsTest {
    /** No default: not set, or worked out from something else. */
    private static final String NONE = "";

    @Test
    void everyKeyAndItsDefaultIsPinned() {
        assertThat(keys()).containsExactlyInAnyOrderEntriesOf(PINNED);
    }

    private static final Map<String, String> PINNED = Map.ofEntries();

    private static Map<String, String> keys() {
        var keys = new TreeMap<String, String>();
        for (Class<?> settings : settingsRecords()) {
            String prefix = settings.getAnnotation(ConfigurationProperties.class).value();
            Parameter[] parameters = settings.getDeclaredConstructors()[0].getParameters();
            for (Parameter setting : parameters) {
                String key = prefix + "." + kebab(setting.getName());
                String value = defaultOf(setting);
                assertThat(keys.put(key, value)).as("default of %s elsewhere", key).isIn(null, value);
            }
        }
        return keys;
    }

    private static Iterable<Class<?>> settingsRecords() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        return scanner.findCandidateComponents("dev.postern").stream()
                .<Class<?>>map(found -> ClassUtils.resolveClassName(String.valueOf(found.getBeanClassName()), null))
                .toList();
    }

    private static String defaultOf(Parameter setting) {
        var annotation = setting.getAnnotation(DefaultValue.class);
        return annotation == null ? NONE : String.join(",", annotation.value());
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
