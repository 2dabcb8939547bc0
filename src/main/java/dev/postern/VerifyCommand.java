package dev.postern;

import dev.postern.evidence.Seal;
import dev.postern.evidence.Verification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.text.MessageFormat;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Proves exported recordings and pieces of the trail, offline.
 *
 * <p>Exit status: 0 everything is proven, 1 something is damaged, missing or unreadable, 2 wrong usage.
 */
@Command(name = "verify", mixinStandardHelpOptions = true, resourceBundle = "dev.postern.messages", sortOptions = false)
final class VerifyCommand implements Callable<Integer> {
    private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[0-9a-f]{64}");
    private static final Pattern PEM = Pattern.compile("-----(BEGIN|END) PUBLIC KEY-----|\\s");
    private static final int LARGEST_KEY_FILE = 4 * 1024;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", descriptionKey = "file")
    private List<Path> files = List.of();

    @Option(names = "--key", paramLabel = "KEY", descriptionKey = "key")
    private List<String> keys = List.of();

    @Option(names = "--selection", descriptionKey = "selection")
    private boolean selection;

    @Option(names = "--json", descriptionKey = "json")
    private boolean json;

    @Override
    public Integer call() {
        var signers = signers();
        var verdict = new Verification(signers).of(files, selection);
        var out = spec().commandLine().getOut();
        if (json) out.println(VerdictJson.of(verdict));
        else
            new VerdictText(spec().resourceBundle(), !signers.isEmpty())
                    .of(verdict)
                    .forEach(out::println);
        out.flush();
        return verdict.proven() ? 0 : 1;
    }

    private Set<String> signers() {
        var signers = new HashSet<String>();
        for (var key : keys) signers.add(FINGERPRINT.matcher(key).matches() ? key : fingerprintIn(key));
        return signers;
    }

    private String fingerprintIn(String file) {
        try (var in = Files.newInputStream(Path.of(file))) {
            var text = new String(in.readNBytes(LARGEST_KEY_FILE), StandardCharsets.US_ASCII);
            var key = Base64.getDecoder().decode(PEM.matcher(text).replaceAll(""));
            KeyFactory.getInstance(Seal.ED25519).generatePublic(new X509EncodedKeySpec(key));
            return Seal.fingerprint(key);
        } catch (IOException | GeneralSecurityException | InvalidPathException none) {
            throw noKey(file, none);
        } catch (IllegalArgumentException noBase64) {
            throw noKey(file, noBase64);
        }
    }

    private ParameterException noKey(String file, Exception why) {
        return new ParameterException(
                spec().commandLine(),
                MessageFormat.format(spec().resourceBundle().getString("key.wrong"), file),
                why);
    }

    private CommandSpec spec() {
        if (spec == null) throw new IllegalStateException("run by picocli alone");
        return spec;
    }
}
