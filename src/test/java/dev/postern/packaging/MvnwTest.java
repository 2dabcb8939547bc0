package dev.postern.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** ./mvnw on machines made of a few scripts: a PATH with nothing else on it, a system root and a home of its own. */
@ParameterizedClass
@MethodSource("shells")
class MvnwTest {
    @TempDir
    Path machine;

    private final String shell;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Path project = Path.of("set by the machine");
    private Path onPath = project;

    MvnwTest(String shell) {
        this.shell = shell;
    }

    /** Every POSIX shell that is here: Debian's sh is dash, that of macOS and Fedora is bash. */
    static List<String> shells() {
        return Stream.of("/bin/sh", "/bin/dash", "/bin/bash", "/bin/ksh")
                .filter(shell -> Files.isExecutable(Path.of(shell)))
                .toList();
    }

    @BeforeEach
    void aMachineWithMavenAndNpm() throws IOException {
        project = Files.createDirectories(machine.resolve("a check out"));
        onPath = Files.createDirectories(machine.resolve("bin"));
        Files.copy(Checkout.path("mvnw"), project.resolve("mvnw"));
        maven("3.8.7");
        script(onPath.resolve("npm"), "exit 0");
        environment.put("PATH", onPath.toString());
        environment.put("HOME", machine.resolve("home").toString());
        environment.put("MVNW_SYSTEM_ROOT", machine.resolve("root").toString());
    }

    @Test
    void keepsJavaHomeThatIsNewEnough() throws Exception {
        environment.put("JAVA_HOME", jdk("mine", "25.0.1").toString());
        jdk("root/usr/lib/jvm/temurin-25-jdk-amd64", "25.0.3");

        assertThat(mvnw("verify").javaHome()).isEqualTo(machine.resolve("mine").toString());
    }

    @Test
    void keepsJavaHomeThatIsNewerThanNeeded() throws Exception {
        environment.put("JAVA_HOME", jdk("mine", "26-ea").toString());

        assertThat(mvnw("verify").javaHome()).isEqualTo(machine.resolve("mine").toString());
    }

    @Test
    void leavesJavaHomeThatIsTooOldForTheSystems() throws Exception {
        environment.put("JAVA_HOME", jdk("old", "17.0.15").toString());
        var newer = jdk("root/usr/lib/jvm/temurin-25-jdk-amd64", "25.0.3");

        assertThat(mvnw("verify").javaHome()).isEqualTo(newer.toString());
    }

    @Test
    void takesJdk25HomeBeforeTheSystems() throws Exception {
        environment.put("JDK25_HOME", jdk("given", "25.0.2").toString());
        jdk("root/usr/lib/jvm/temurin-25-jdk-amd64", "25.0.3");

        assertThat(mvnw("verify").javaHome()).isEqualTo(machine.resolve("given").toString());
    }

    @Test
    void takesTheJavaOnPath() throws Exception {
        var jdk = jdk("somewhere/jdk", "25.0.1");
        Files.createSymbolicLink(onPath.resolve("java"), jdk.resolve("bin/java"));

        assertThat(mvnw("verify").javaHome()).isEqualTo(jdk.toString());
    }

    @Test
    void looksWhereSystemsKeepTheirJdks() throws Exception {
        for (var place : List.of(
                "root/usr/lib/jvm/java-25-openjdk",
                "root/usr/lib64/jvm/java-25-openjdk",
                "root/usr/java/jdk-25",
                "root/opt/jdk-25.0.1",
                "root/opt/java/jdk-25",
                "home/.sdkman/candidates/java/25.0.1-tem",
                "home/.jdks/temurin-25.0.1",
                "home/.local/share/mise/installs/java/temurin-25",
                "root/Library/Java/JavaVirtualMachines/temurin-25.jdk/Contents/Home",
                "home/Library/Java/JavaVirtualMachines/temurin-25.jdk/Contents/Home",
                "root/opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home",
                "root/usr/local/opt/openjdk/libexec/openjdk.jdk/Contents/Home",
                "root/usr/lib/jvm/default-java")) {
            var jdk = jdk(place, "25.0.1");

            assertThat(mvnw("verify").javaHome()).isEqualTo(jdk.toString());

            Files.delete(jdk.resolve("bin/java"));
        }
    }

    @Test
    void doesNotTrustTheNameOfADirectory() throws Exception {
        jdk("root/usr/lib/jvm/a-25-that-is-17", "17.0.1");
        var real = jdk("root/usr/lib/jvm/b-25", "25.0.1");

        assertThat(mvnw("verify").javaHome()).isEqualTo(real.toString());
    }

    @Test
    void namesTheNewestJdkThatIsTooOld() throws Exception {
        jdk("root/usr/lib/jvm/java-11-openjdk", "11.0.2");
        environment.put("JAVA_HOME", jdk("mine", "1.8.0_402").toString());
        var newest = jdk("root/usr/lib/jvm/java-17-openjdk", "17.0.15");

        assertThat(mvnw("verify").refusal())
                .contains(
                        "JDK 25 or newer (the newest found is 17.0.15 in " + newest + ")",
                        "openjdk-25-jdk",
                        "JAVA_HOME");
    }

    @Test
    void refusesARuntimeWithoutCompiler() throws Exception {
        var runtime = jdk("root/usr/lib/jvm/jre-25", "25.0.1");
        Files.delete(runtime.resolve("bin/javac"));

        assertThat(mvnw("verify").refusal()).contains("25.0.1 without javac");
    }

    @Test
    void saysAllThatIsMissingAtOnce() throws Exception {
        Files.delete(onPath.resolve("mvn"));
        Files.delete(onPath.resolve("npm"));

        assertThat(mvnw("verify").refusal())
                .contains(
                        "JDK 25 or newer\n",
                        "there is no mvn on PATH",
                        "apt install maven",
                        "npm: ",
                        "apt install npm");
    }

    @Test
    void refusesAMavenThatIsTooOldAndNamesIt() throws Exception {
        environment.put("JAVA_HOME", jdk("mine", "25.0.1").toString());
        for (var old : List.of("3.8.6", "3.6.3", "2.99.99")) {
            maven(old);
            assertThat(mvnw("verify").refusal()).contains("Maven 3.8.7 or newer: the mvn on PATH is " + old);
        }
        for (var good : List.of("3.8.7", "3.8.10", "3.9.0", "3.10", "4.0.0-rc-1")) {
            maven(good);
            assertThat(mvnw("verify").javaHome()).isNotEmpty();
        }
    }

    @Test
    void saysWhatMavenSaysIfItDoesNotRun() throws Exception {
        environment.put("JAVA_HOME", jdk("mine", "25.0.1").toString());
        script(onPath.resolve("mvn"), "echo 'no such luck' >&2", "exit 1");

        assertThat(mvnw("verify").refusal()).contains("a Maven that runs", "no such luck");
    }

    @Test
    void needsNoNpmOnceTheProjectHasItsOwn() throws Exception {
        environment.put("JAVA_HOME", jdk("mine", "25.0.1").toString());
        Files.delete(onPath.resolve("npm"));
        Files.createDirectories(project.resolve("node/node_modules"));
        Files.writeString(project.resolve("node/node_modules/.package-lock.json"), "{}");

        assertThat(mvnw("verify").javaHome()).isNotEmpty();
    }

    @Test
    void passesArgumentsUnchanged() throws Exception {
        environment.put("JAVA_HOME", jdk("mine", "25.0.1").toString());

        assertThat(mvnw("spring-boot:run", "-Dspring-boot.run.arguments=--a=b c", "", "*", "$HOME", "it's")
                        .arguments())
                .containsExactly("spring-boot:run", "-Dspring-boot.run.arguments=--a=b c", "", "*", "$HOME", "it's");
    }

    @Test
    void runsMavenInTheProjectsDirectory() throws Exception {
        environment.put("JAVA_HOME", jdk("mine", "25.0.1").toString());

        assertThat(mvnw("verify").directory()).isEqualTo(project.toRealPath().toString());
    }

    @Test
    void allowsUnsafeMemoryAccessAndKeepsTheOptionsThereWere() throws Exception {
        environment.put("JAVA_HOME", jdk("mine", "25.0.1").toString());
        assertThat(mvnw("verify").options()).isEqualTo("--sun-misc-unsafe-memory-access=allow");

        environment.put("MAVEN_OPTS", "-Xmx1g -Dx=y");
        assertThat(mvnw("verify").options()).isEqualTo("--sun-misc-unsafe-memory-access=allow -Xmx1g -Dx=y");

        environment.put("MAVEN_OPTS", "--sun-misc-unsafe-memory-access=warn");
        assertThat(mvnw("verify").options()).isEqualTo("--sun-misc-unsafe-memory-access=warn");
    }

    @Test
    void endsAsMavenEnds() throws Exception {
        environment.put("JAVA_HOME", jdk("mine", "25.0.1").toString());
        script(onPath.resolve("mvn"), "[ \"$2\" = --version ] && echo Apache Maven 3.9.1 '(x)' && exit 0", "exit 42");

        assertThat(mvnw("verify").exit()).isEqualTo(42);
    }

    /** A directory that answers like a JDK. */
    private Path jdk(String place, String version) throws IOException {
        var home = machine.resolve(place);
        script(
                home.resolve("bin/java"),
                "[ \"$1\" = -XshowSettings:properties ] && echo '    java.home = " + home + "' >&2",
                "echo 'openjdk version \"" + version + "\" 2026-01-20' >&2");
        script(home.resolve("bin/javac"), "exit 0");
        return home;
    }

    /** A Maven that tells what it was given, one fact a line. */
    private void maven(String version) throws IOException {
        script(
                onPath.resolve("mvn"),
                "[ \"$2\" = --version ] && echo 'Apache Maven " + version
                        + " (4c87b05d9aedce574290d1acc98575ed5eb6cd39)' && exit 0",
                "echo \"java=$JAVA_HOME\"; echo \"options=$MAVEN_OPTS\"; echo \"in=$PWD\"",
                "for argument in \"$@\"; do echo \"argument=$argument\"; done");
    }

    private static void script(Path file, String... lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Run mvnw(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(shell, project.resolve("mvnw").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(machine.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        var errors = machine.resolve("errors");
        var process = builder.redirectError(errors.toFile()).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output, Files.readString(errors));
    }

    private record Run(int exit, String output, String errors) {
        String javaHome() {
            return fact("java");
        }

        String options() {
            return fact("options");
        }

        String directory() {
            return fact("in");
        }

        List<String> arguments() {
            return facts("argument");
        }

        String refusal() {
            assertThat(exit).as(output + errors).isEqualTo(1);
            assertThat(output).isEmpty();
            return errors;
        }

        private String fact(String name) {
            return facts(name).getFirst();
        }

        private List<String> facts(String name) {
            assertThat(errors).isEmpty();
            assertThat(exit).isZero();
            return output.lines()
                    .filter(line -> line.startsWith(name + "="))
                    .map(line -> line.substring(name.length() + 1))
                    .toList();
        }
    }
}
