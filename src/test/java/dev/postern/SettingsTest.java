package dev.postern;

import static java.util.Map.entry;
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

    private static final Map<String, String> PINNED = Map.ofEntries(
            entry("postern.access.guard-rails", NONE),
            entry("postern.access.history", "90d"),
            entry("postern.access.require-document", "true"),
            entry("postern.access.session-arn-aliases", "true"),
            entry("postern.account-id", "000000000000"),
            entry("postern.api.address", "127.0.0.1"),
            entry("postern.api.anonymous-burst", "100"),
            entry("postern.api.anonymous-rate", "20"),
            entry("postern.api.burst", "100"),
            entry("postern.api.connections-per-address", "2000"),
            entry("postern.api.hosts", NONE),
            entry("postern.api.node-burst", "400"),
            entry("postern.api.node-rate", "100"),
            entry("postern.api.poll", "15s"),
            entry("postern.api.port", "8443"),
            entry("postern.api.public-url", NONE),
            entry("postern.api.rate", "50"),
            entry("postern.api.ssl-bundle", NONE),
            entry("postern.apps.domain", "apps.localhost"),
            entry("postern.bootstrap.access-key-id", NONE),
            entry("postern.bootstrap.admin-password", NONE),
            entry("postern.bootstrap.secret-access-key", NONE),
            entry("postern.commands.keep", "30d"),
            entry("postern.commands.max-live", "500"),
            entry("postern.commands.max-targets", "5000"),
            entry("postern.console.connections-per-address", NONE),
            entry("postern.console.visitor-idle", "10m"),
            entry("postern.console.visitors", "400"),
            entry("postern.console.visitors-per-address", "100"),
            entry("postern.gateway.first-pairing", "15s"),
            entry("postern.gateway.grace", "2m"),
            entry("postern.gateway.keep-spool", "30d"),
            entry("postern.gateway.opening", "10s"),
            entry("postern.gateway.ping", "25s"),
            entry("postern.gateway.replay", "8MB"),
            entry("postern.gateway.silence", "70s"),
            entry("postern.gateway.window", "512KB"),
            entry("postern.home", NONE),
            entry("postern.identity.passkeys.origins", NONE),
            entry("postern.identity.passkeys.relying-party-id", NONE),
            entry("postern.local-node.enabled", NONE),
            entry("postern.master-key", NONE),
            entry("postern.master-key-previous", NONE),
            entry("postern.oidc.administrators", NONE),
            entry("postern.oidc.allowed-groups", NONE),
            entry("postern.oidc.client-id", "postern"),
            entry("postern.oidc.client-secret", NONE),
            entry("postern.oidc.client-secret-file", NONE),
            entry("postern.oidc.group-prefix", NONE),
            entry("postern.oidc.groups-claim", "groups"),
            entry("postern.oidc.issuer", NONE),
            entry("postern.oidc.label", NONE),
            entry("postern.oidc.logout-ends-terminals", "grace"),
            entry("postern.oidc.multi-factor-acr", "gold"),
            entry("postern.oidc.multi-factor-amr", "mfa"),
            entry("postern.oidc.name-claim", "preferred_username"),
            entry("postern.oidc.scopes", "openid,profile"),
            entry("postern.oidc.sign-out", "provider"),
            entry("postern.oidc.tags", NONE),
            entry("postern.recording.directory", NONE),
            entry("postern.recording.keep", NONE),
            entry("postern.recording.least-free", "512MB"),
            entry("postern.recording.s3.access-key-id", NONE),
            entry("postern.recording.s3.bucket", NONE),
            entry("postern.recording.s3.endpoint", NONE),
            entry("postern.recording.s3.kms-key", NONE),
            entry("postern.recording.s3.lock", "none"),
            entry("postern.recording.s3.lock-days", "0"),
            entry("postern.recording.s3.path-style", "false"),
            entry("postern.recording.s3.prefix", NONE),
            entry("postern.recording.s3.region", NONE),
            entry("postern.recording.s3.secret-access-key", NONE),
            entry("postern.recording.segment-age", "60s"),
            entry("postern.recording.store", "local"),
            entry("postern.region", "local"),
            entry("postern.session.idle", "20m"),
            entry("postern.session.max-live", "5000"),
            entry("postern.session.max-per-node", "200"),
            entry("postern.session.max-waiting", "1000"),
            entry("postern.session.maximum", NONE),
            entry("postern.session.starting-at-once", "50"),
            entry("postern.session.unrecorded", "refuse"),
            entry("postern.sign-in.passwords", "true"),
            entry("postern.sign-in.tries-per-minute", "10"),
            entry("postern.trail.checkpoint-entries", "1000"),
            entry("postern.trail.checkpoint-every", "1h"));

    private static Map<String, String> keys() {
        var keys = new TreeMap<String, String>();
        for (Class<?> settings : settingsRecords()) {
            String prefix =
                    settings.getAnnotation(ConfigurationProperties.class).value();
            Parameter[] parameters = settings.getDeclaredConstructors()[0].getParameters();
            for (Parameter setting : parameters) {
                String key = prefix + "." + kebab(setting.getName());
                String value = defaultOf(setting);
                assertThat(keys.put(key, value))
                        .as("default of %s elsewhere", key)
                        .isIn(null, value);
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
