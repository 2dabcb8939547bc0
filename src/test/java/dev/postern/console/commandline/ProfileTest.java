package dev.postern.console.commandline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.identity.roles.SessionCredentials.Issued;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileTest {
    private static final Issued ISSUED =
            new Issued("ASIAEXAMPLE", "not/a+secret", "not-a-token=", Instant.parse("2026-11-28T08:00:00Z"));

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
        assertThat(known.exports(ISSUED)).doesNotContain("CA_BUNDLE", "SSL_CERT_FILE");
    }

    @Test
    void exportsAreWhatTheShellThenHas() throws IOException, InterruptedException {
        assertThat(run(profile.exports(ISSUED)
                        + "\necho $AWS_ACCESS_KEY_ID $AWS_SECRET_ACCESS_KEY $AWS_SESSION_TOKEN $AWS_ENDPOINT_URL"
                        + " $AWS_DEFAULT_REGION $AWS_CA_BUNDLE $SSL_CERT_FILE"))
                .isEqualToIgnoringNewLines("ASIAEXAMPLE not/a+secret not-a-token= https://postern.example:8443 local"
                        + " %1$s/.aws/postern-ca.pem %1$s/.aws/postern-ca.pem".formatted(home));
    }

    @Test
    void theDownloadedAuthorityGoesWhereTheProfileLooks() throws IOException, InterruptedException {
        run("mkdir Downloads; echo ca > Downloads/ca.pem\n" + Profile.authority());
        assertThat(home.resolve(".aws/postern-ca.pem")).hasContent("ca");
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
