package dev.postern.server;

import dev.postern.keys.MasterKeyRefused;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells a {@link MasterKeyRefused}, whose message says what to do, without a stack trace. */
final class MasterKeyRefusedAnalyzer extends AbstractFailureAnalyzer<MasterKeyRefused> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, MasterKeyRefused cause) {
        return new FailureAnalysis(
                "Postern cannot start with this master key: " + cause.getMessage() + ".",
                "See \"The master key\" in docs/operations.md.",
                cause);
    }
}
