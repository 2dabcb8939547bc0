package dev.postern.console.commandline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.console.commandline.Profile.Place;
import dev.postern.identity.roles.SessionCredentials.Issued;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProfileTest {
    private static final Issued ISSUED =
            new Issued("ASIAEXAMPLE", "not/a+secret", "not-a-token=", Instant.parse("2026-11-28T08:00:00Z"));

    private static final String NODE = "mi-0123456789abcdef0";

    private final Profile profile = new Profile(URI.create("https://postern.example:8443"), "local", true);

    @TempDir
    Path home;

    @Test
    void theProfileIsAppendedWithWholePaths() throws IOException, InterruptedException {
        run("mkdir .aws; echo '[default]' > .aws/config\n" + profile.config());
        assertThat(Files.readString(home.resolve(".aws/config"))).isEqualTo("""
                [default]
                [profile postern]
                region = local
                endpoint_url = https://postern.example:8443
                ca_bundle = %s/.aws/postern-ca.pem
                """.formatted(home));
    }

    @Test
    void anAuthorityThatEverybodyKnowsGoesUnsaid() {
        var known = new Profile(URI.create("https://postern.example"), "local", false);
        assertThat(known.config()).doesNotContain("ca_bundle");
        for (var place : Place.values()) {
            assertThat(known.credentials(place, ISSUED)).doesNotContain("CA_BUNDLE");
            assertThat(known.session(place, NODE)).doesNotContain("SSL_CERT_FILE");
            assertThat(known.ssh(place)).doesNotContain("SSL_CERT_FILE");
        }
    }

    @Test
    void exportsAreWhatTheShellThenHas() throws IOException, InterruptedException {
        assertThat(run(profile.credentials(Place.SHELL, ISSUED)
                        + "\necho $AWS_ACCESS_KEY_ID $AWS_SECRET_ACCESS_KEY $AWS_SESSION_TOKEN $AWS_ENDPOINT_URL"
                        + " $AWS_DEFAULT_REGION $AWS_CA_BUNDLE"))
                .isEqualToIgnoringNewLines("ASIAEXAMPLE not/a+secret not-a-token= https://postern.example:8443 local"
                        + " %s/.aws/postern-ca.pem".formatted(home));
    }

    @Test
    void theDownloadedAuthorityGoesWhereTheOtherLinesLook() throws IOException, InterruptedException {
        run("mkdir Downloads; echo ca > Downloads/ca.pem\n" + Profile.authority(Place.PROFILE));
        assertThat(home.resolve(".aws/postern-ca.pem")).hasContent("ca");
    }

    @ParameterizedTest
    @EnumSource(names = "POWERSHELL", mode = EnumSource.Mode.EXCLUDE)
    void theLinesThatFollowStartWhatTheySay(Place place) throws IOException, InterruptedException {
        var profiled = place == Place.PROFILE ? " --profile postern" : "";
        assertThat(asked(profile.session(place, NODE)))
                .isEqualTo(home + "/.aws/postern-ca.pem: ssm start-session" + profiled + " --target " + NODE);
        assertThat(asked(profile.forward(place, NODE)))
                .isEqualTo(home + "/.aws/postern-ca.pem: ssm start-session" + profiled + " --target " + NODE
                        + " --document-name AWS-StartPortForwardingSession"
                        + " --parameters portNumber=80,localPortNumber=8888");
    }

    @ParameterizedTest
    @EnumSource(names = "POWERSHELL", mode = EnumSource.Mode.EXCLUDE)
    void sshReachesTheNodeWithTheSameTrust(Place place) throws IOException, InterruptedException {
        var config = profile.ssh(place);
        assertThat(config).startsWith("Host mi-*\n  ProxyCommand ");
        var command = config.substring(config.indexOf("ProxyCommand ") + "ProxyCommand ".length());
        var profiled = place == Place.PROFILE ? " --profile postern" : "";
        // as ssh does it
        assertThat(asked("exec " + command.replace("%h", NODE).replace("%p", "22")))
                .isEqualTo(home + "/.aws/postern-ca.pem: ssm start-session" + profiled + " --target " + NODE
                        + " --document-name AWS-StartSSHSession --parameters portNumber=22");
    }

    /** curl and every program in Go would trust nobody else any more. */
    @ParameterizedTest
    @EnumSource
    void noShellIsLeftWithAnAuthorityOfItsOwnForAllPrograms(Place place) {
        assertThat(profile.credentials(place, ISSUED)).doesNotContain("SSL_CERT_FILE");
        assertThat(profile.session(place, NODE)).doesNotContain("export");
    }

    @Test
    void powerShellGetsLinesOfItsOwn() {
        assertThat(profile.credentials(Place.POWERSHELL, ISSUED).lines())
                .allMatch(line -> line.startsWith("$env:AWS_"));
        assertThat(profile.session(Place.POWERSHELL, NODE)).isEqualTo("aws ssm start-session --target " + NODE);
        assertThat(profile.forward(Place.POWERSHELL, NODE))
                .contains(" `\n", "\"portNumber=80,localPortNumber=8888\"")
                .doesNotContain("--profile", "\\");
        assertThat(Profile.authority(Place.POWERSHELL)).doesNotContain("&&", "~");
        assertThat(Profile.systemTrust(Place.POWERSHELL)).startsWith("Import-Certificate ");
        assertThat(profile.ssh(Place.POWERSHELL))
                .contains("powershell.exe")
                .doesNotContain("SSL_CERT_FILE", "--profile");
    }

    /** What a line has the AWS CLI do, and whom the plugin is told to trust. */
    private String asked(String line) throws IOException, InterruptedException {
        var program = home.resolve("aws");
        Files.writeString(program, "#!/bin/sh\necho \"$SSL_CERT_FILE: $*\"\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return run("PATH=\"$HOME:$PATH\"\n" + line).strip();
    }

    private String run(String commands) throws IOException, InterruptedException {
        var builder = new ProcessBuilder("sh", "-e").directory(home.toFile()).redirectErrorStream(true);
        builder.environment().put("HOME", home.toString());
        var shell = builder.start();
        try (var in = shell.getOutputStream()) {
            in.write(commands.getBytes(UTF_8));
        }
        var said = new String(shell.getInputStream().readAllBytes(), UTF_8);
        assertThat(shell.waitFor()).as(said).isZero();
        return said;
    }
}
