package dev.postern.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** docs/settings.md and the program know the same settings, and their environment names work. */
class SettingsPageTest {
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([a-z][a-z0-9.-]+)` \\| `([A-Z0-9_]+)` \\| ([^|]+) \\|");
    private static final Pattern VARIABLE = Pattern.compile("`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`");

    private final String document = Checkout.text("docs/settings.md");

    /** Setting to environment name. */
    private final Map<String, String> documented = ROW.matcher(document)
            .results()
            .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2), (one, other) -> one, TreeMap::new));

    /** Setting to default, as it is written. */
    private final Map<String, String> defaults = ROW.matcher(document)
            .results()
            .collect(Collectors.toMap(row -> row.group(1), row -> row.group(3), (one, other) -> one, TreeMap::new));

    @Test
    void everySettingOfTheProgramIsDocumentedAndNoOther() {
        assertThat(documented.keySet().stream().filter(name -> name.startsWith("postern.")))
                .containsExactlyInAnyOrderElementsOf(declared().keySet());
    }

    @Test
    void theDefaultsAreThoseOfTheProgram() {
        var fixed = new TreeMap<>(declared());
        fixed.values().removeIf(String::isEmpty);

        assertThat(fixed)
                .hasSizeGreaterThan(15)
                .allSatisfy((setting, value) -> assertThat(defaults).containsEntry(setting, "`" + value + "`"));
    }

    @Test
    void theEnvironmentNamesSetWhatTheySay() {
        assertThat(documented).hasSizeGreaterThan(15).allSatisfy((setting, variable) -> {
            var environment = new StandardEnvironment();
            environment
                    .getPropertySources()
                    .replace(
                            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                            new SystemEnvironmentPropertySource(
                                    StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                    Map.of(variable, "as set")));
            ConfigurationPropertySources.attach(environment);

            assertThat(Binder.get(environment).bind(setting, String.class).orElse("not set"))
                    .isEqualTo("as set");
            assertThat(environment.getProperty(setting)).isEqualTo("as set");
        });
    }

    @Test
    void imageAndChartSetOnlyWhatIsDocumented() {
        var known = VARIABLE.matcher(document)
                .results()
                .map(variable -> variable.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        known.add("JAVA_TOOL_OPTIONS"); // the JVM's

        assertThat(names(Checkout.text("Dockerfile"), "(?m)^(?:ENV| {3}) ([A-Z_]+)="))
                .isNotEmpty()
                .isSubsetOf(known);
        assertThat(names(Checkout.text("helm/postern/templates/statefulset.yaml"), "- name: ([A-Z_]+)"))
                .isNotEmpty()
                .isSubsetOf(known);
    }

    /** Setting to default, empty where there is none or it is worked out: by the records that are bound. */
    private static Map<String, String> declared() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        var settings = new TreeMap<String, String>();
        for (var found : scanner.findCandidateComponents("dev.postern")) {
            var record = load(String.valueOf(found.getBeanClassName()));
            settings.putAll(components(
                    record.getAnnotation(ConfigurationProperties.class).value(), record));
        }
        return settings;
    }

    private static Map<String, String> components(String prefix, Class<?> record) {
        var settings = new TreeMap<String, String>();
        var parameters = canonicalConstructor(record).getParameters(); // which the defaults stand at
        for (int i = 0; i < parameters.length; i++) {
            var component = record.getRecordComponents()[i];
            var name = prefix + "." + kebab(component);
            if (isGroup(component)) {
                settings.putAll(components(name, component.getType()));
            } else {
                var value = parameters[i].getAnnotation(DefaultValue.class);
                settings.put(name, value == null ? "" : String.join(",", value.value()));
            }
        }
        return settings;
    }

    private static Constructor<?> canonicalConstructor(Class<?> record) {
        var types = Stream.of(record.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return record.getDeclaredConstructor(types);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isGroup(RecordComponent component) {
        return component.getType().isRecord() && component.getType().getName().startsWith("dev.postern.");
    }

    private static String kebab(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, SettingsPageTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> names(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
