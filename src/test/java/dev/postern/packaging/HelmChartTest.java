package dev.postern.packaging;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** The chart, linted and rendered by Helm itself. */
class HelmChartTest {
    private static final String CHART = "helm/postern";

    /** Old enough for the chart's kubeVersion: what is rendered depends on it nowhere. */
    private static final String KUBERNETES = "1.30.0";

    @Test
    void helmFindsNothingToSay() {
        var result = new Helm(Checkout.path(CHART)).lint().strict().call();

        assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
        assertThat(result.getMessages()).allMatch(message -> message.startsWith("[INFO]"));
    }

    @Test
    void isOneServerOnOneHome() {
        var server = server(rendered());

        assertThat(at(server, "spec.replicas")).isEqualTo(1);
        assertThat(at(server, "spec.volumeClaimTemplates.0.metadata.name")).isEqualTo("home");
        assertThat(at(server, "spec.volumeClaimTemplates.0.spec.resources.requests.storage"))
                .isEqualTo("10Gi");
        assertThat(environment(server)).containsEntry("POSTERN_HOME", image().get("POSTERN_HOME"));
        assertThat((String) at(container(server), "volumeMounts.0.mountPath")).isEqualTo("/var/lib/postern");
    }

    @Test
    void runsWithAsLittlePowerAsItNeeds() {
        var server = server(rendered());
        var pod = at(server, "spec.template.spec");
        var user = Checkout.text("Dockerfile")
                .lines()
                .filter(line -> line.startsWith("USER "))
                .toList();

        assertThat(at(pod, "securityContext.runAsNonRoot")).isEqualTo(true);
        assertThat(user)
                .containsExactly(
                        "USER " + at(pod, "securityContext.runAsUser") + ":" + at(pod, "securityContext.runAsGroup"));
        assertThat(at(pod, "securityContext.seccompProfile.type")).isEqualTo("RuntimeDefault");
        assertThat(at(pod, "automountServiceAccountToken")).isEqualTo(false);
        assertThat(at(pod, "enableServiceLinks")).isEqualTo(false);
        assertThat(at(container(server), "securityContext.readOnlyRootFilesystem"))
                .isEqualTo(true);
        assertThat(at(container(server), "securityContext.allowPrivilegeEscalation"))
                .isEqualTo(false);
        assertThat(at(container(server), "securityContext.capabilities.drop")).isEqualTo(List.of("ALL"));
        assertThat(at(pod, "volumes")).isEqualTo(List.of(Map.of("name", "tmp", "emptyDir", Map.of())));
    }

    @Test
    void isProbedOnTheManagementPortThatNoServiceOffers() {
        var resources = rendered();
        var server = server(resources);

        assertThat(environment(server)).containsEntry("MANAGEMENT_SERVER_ADDRESS", "0.0.0.0");
        for (var probe : Map.of("startup", "liveness", "liveness", "liveness", "readiness", "readiness")
                .entrySet()) {
            assertThat(at(container(server), probe.getKey() + "Probe.httpGet"))
                    .isEqualTo(Map.of("path", "/actuator/health/" + probe.getValue(), "port", "management"));
        }
        assertThat(at(resource(resources, "Service/gate-postern-console"), "spec.ports"))
                .isEqualTo(List.of(Map.of("name", "console", "port", 80, "targetPort", "console")));
        assertThat(at(resource(resources, "Service/gate-postern-api"), "spec.ports"))
                .isEqualTo(List.of(Map.of("name", "api", "port", 8443, "targetPort", "api")));
    }

    @Test
    void servicesFindThePod() {
        var resources = rendered();
        var labels = map(at(server(resources), "spec.template.metadata.labels"));

        for (var service : List.of("Service/gate-postern-console", "Service/gate-postern-api")) {
            assertThat(labels).containsAllEntriesOf(map(at(resource(resources, service), "spec.selector")));
        }
    }

    @Test
    void theApisCertificateNamesItsService() {
        assertThat(environment(server(rendered("api.hosts[0]", "ssm.example.com"))))
                .containsEntry(
                        "POSTERN_API_HOSTS",
                        "gate-postern-api,gate-postern-api.ops,gate-postern-api.ops.svc,ssm.example.com");
    }

    @Test
    void takesTheFirstPasswordFromASecretAndNeverFromAValue() {
        var server = server(rendered("bootstrap.existingSecret", "first", "bootstrap.accessKeyIdKey", "id"));

        assertThat(environment(server))
                .containsEntry("POSTERN_BOOTSTRAP_ADMIN_PASSWORD", "{secretKeyRef={name=first, key=password}}")
                .containsEntry("POSTERN_BOOTSTRAP_ACCESS_KEY_ID", "{secretKeyRef={name=first, key=id}}")
                .doesNotContainKey("POSTERN_BOOTSTRAP_SECRET_ACCESS_KEY");
        assertThat(environment(server(rendered())).keySet()).noneMatch(name -> name.startsWith("POSTERN_BOOTSTRAP"));
        assertThat(rendered().keySet()).noneMatch(name -> name.startsWith("Secret/"));
    }

    @Test
    void anIngressLeadsToTheConsoleAloneAndIsTheOnlyReasonToBelieveForwardedHeaders() {
        var with = rendered(
                "ingress.enabled", "true", "ingress.host", "console.example.com", "ingress.tlsSecretName", "cert");
        var ingress = resource(with, "Ingress/gate-postern-console");

        assertThat(at(ingress, "spec.rules.0.http.paths.0.backend.service"))
                .isEqualTo(Map.of("name", "gate-postern-console", "port", Map.of("name", "console")));
        assertThat(at(ingress, "spec.tls.0.hosts")).isEqualTo(List.of("console.example.com"));
        assertThat(environment(server(with))).containsEntry("SERVER_FORWARD_HEADERS_STRATEGY", "native");
        assertThat(rendered()).doesNotContainKey("Ingress/gate-postern-console");
        assertThat(environment(server(rendered()))).doesNotContainKey("SERVER_FORWARD_HEADERS_STRATEGY");
    }

    @Test
    void theHomeMayBeAClaimThatIsThereOrTheTestDrivesOwn() {
        var claimed = server(rendered("persistence.existingClaim", "old-home"));
        assertThat(at(claimed, "spec.template.spec.volumes.1"))
                .isEqualTo(Map.of("name", "home", "persistentVolumeClaim", Map.of("claimName", "old-home")));
        assertThat(map(at(claimed, "spec"))).doesNotContainKey("volumeClaimTemplates");

        var drive = server(rendered("persistence.enabled", "false"));
        assertThat(at(drive, "spec.template.spec.volumes.1")).isEqualTo(Map.of("name", "home", "emptyDir", Map.of()));
    }

    @Test
    void aDigestWinsOverTheTag() {
        var digest = "sha256:" + "0".repeat(64);
        assertThat(at(
                        container(server(rendered("image.registry", "registry.example.com", "image.digest", digest))),
                        "image"))
                .isEqualTo("registry.example.com/postern@" + digest);
        assertThat(at(container(server(rendered())), "image"))
                .isEqualTo("postern:" + yaml(CHART + "/Chart.yaml").get("appVersion"));
    }

    @ParameterizedTest
    @CsvSource({
        "replicaCount,            2,           additional properties 'replicaCount' not allowed",
        "ingress.hots,            a.b,         additional properties 'hots' not allowed",
        "image.tag,               latest,      /image/tag",
        "api.publicUrl,           http://a.b,  /api/publicUrl",
        "service.api.port,        0,           /service/api/port",
        "persistence.accessModes[0], ReadWriteMany, /persistence/accessModes/0",
        "region,                  a b,         /region"
    })
    void theSchemaRefuses(String value, String set, String because) {
        assertThatThrownBy(() -> rendered(value, set)).hasMessageContaining(because);
    }

    @Test
    void theSchemaIsStrictEverywhere() {
        var loose = new TreeSet<String>();
        var schema = yaml(CHART + "/values.schema.json"); // JSON is YAML
        walk("", schema, (path, node) -> {
            if ("object".equals(node.get("type")) && !node.containsKey("additionalProperties")) {
                loose.add(path);
            }
        });
        assertThat(loose)
                .as("objects that say nothing about what else they take")
                .containsExactly("/properties/global");
        assertThat(at(schema, "definitions.strings.additionalProperties")).isEqualTo(Map.of("type", "string"));

        var open = new TreeSet<String>();
        walk("", schema, (path, node) -> {
            if (Boolean.TRUE.equals(node.get("additionalProperties"))) {
                open.add(path);
            }
        });
        assertThat(open).containsExactly("/definitions/kubernetes");
    }

    @Test
    void valuesAndTemplatesKnowTheSameNames() throws IOException {
        var values = yaml(CHART + "/values.yaml");
        var templates = new StringBuilder();
        try (var files = Files.list(Checkout.path(CHART + "/templates"))) {
            for (var file : files.toList()) {
                templates.append(Files.readString(file));
            }
        }

        var used = new TreeSet<String>();
        var names = Pattern.compile("\\.Values\\.([A-Za-z0-9.]+)").matcher(templates);
        while (names.find()) {
            used.add(names.group(1));
            assertThat(at(values, names.group(1))).as(names.group()).isNotNull();
        }
        for (var value : leaves("", values)) {
            assertThat(used)
                    .as("somebody uses " + value)
                    .anyMatch(name -> value.equals(name) || value.startsWith(name + "."));
        }
        assertThat(map(at(yaml(CHART + "/values.schema.json"), "properties")))
                .as("global is Helm's")
                .hasSize(values.size() + 1)
                .containsKeys(values.keySet().toArray(String[]::new));
    }

    @Test
    void everyValueIsExplainedOrStandsBesideOneThatIs() {
        var paragraphs = Checkout.text(CHART + "/values.yaml").split("\\n\\n", -1);

        assertThat(paragraphs).hasSizeGreaterThan(10);
        assertThat(paragraphs)
                .filteredOn(paragraph -> !paragraph.contains("#"))
                .allMatch(paragraph -> paragraph.matches(
                        "(?s)(nameOverride|podAnnotations|securityContext|serviceAccount|resources):.*"));
    }

    private static Map<String, Map<String, Object>> rendered(String... sets) {
        var template = new Helm(Checkout.path(CHART))
                .template()
                .withName("gate")
                .withNamespace("ops")
                .withKubeVersion(KUBERNETES);
        for (int i = 0; i < sets.length; i += 2) {
            template.set(sets[i], sets[i + 1]);
        }
        var resources = new TreeMap<String, Map<String, Object>>();
        for (var document : documents(template.call())) {
            resources.put(document.get("kind") + "/" + at(document, "metadata.name"), document);
        }
        return resources;
    }

    private static List<Map<String, Object>> documents(String yaml) {
        return StreamSupport.stream(new Yaml().loadAll(yaml).spliterator(), false)
                .map(HelmChartTest::map)
                .toList();
    }

    private static Map<String, Object> yaml(String file) {
        return new Yaml().load(Checkout.text(file));
    }

    private static Map<String, Object> resource(Map<String, Map<String, Object>> resources, String name) {
        return requireNonNull(resources.get(name), name);
    }

    private static Map<String, Object> server(Map<String, Map<String, Object>> resources) {
        return resource(resources, "StatefulSet/gate-postern");
    }

    private static Object container(Object statefulSet) {
        return at(statefulSet, "spec.template.spec.containers.0");
    }

    /** Names and values; what comes from elsewhere as its text. */
    private static Map<String, String> environment(Object statefulSet) {
        var environment = new TreeMap<String, String>();
        for (var variable : (List<?>) at(container(statefulSet), "env")) {
            var entry = (Map<?, ?>) variable;
            environment.put(
                    (String) entry.get("name"),
                    String.valueOf(entry.containsKey("value") ? entry.get("value") : entry.get("valueFrom")));
        }
        return environment;
    }

    private static Map<String, String> image() {
        var environment = new TreeMap<String, String>();
        var variables =
                Pattern.compile("(?m)^(?:ENV| {3}) ([A-Z_]+)=([^\\s\"]+)").matcher(Checkout.text("Dockerfile"));
        while (variables.find()) {
            environment.put(variables.group(1), variables.group(2));
        }
        return environment;
    }

    private static Object at(Object node, String path) {
        for (var step : path.split("\\.", -1)) {
            var next = node instanceof List<?> list ? list.get(Integer.parseInt(step)) : ((Map<?, ?>) node).get(step);
            assertThat(next).as(step + " of " + path).isNotNull();
            node = next;
        }
        return node;
    }

    private static void walk(String path, Object node, BiConsumer<String, Map<?, ?>> visitor) {
        if (node instanceof Map<?, ?> map) {
            visitor.accept(path, map);
            map.forEach((key, value) -> walk(path + "/" + key, value, visitor));
        } else if (node instanceof List<?> list) {
            list.forEach(value -> walk(path, value, visitor));
        }
    }

    private static List<String> leaves(String prefix, Map<?, ?> values) {
        var leaves = new ArrayList<String>();
        values.forEach((key, value) -> {
            if (value instanceof Map<?, ?> inner && !inner.isEmpty()) {
                leaves.addAll(leaves(prefix + key + ".", inner));
            } else {
                leaves.add(prefix + key);
            }
        });
        return leaves;
    }

    /** What YAML calls a mapping; its keys are names. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object mapping) {
        return (Map<String, Object>) mapping;
    }
}
