package dev.postern.keys;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the master key comes from.
 *
 * @param home the server's home, {@code postern.home}: holds {@code master.key} when no key is given
 * @param masterKey {@code postern.master-key}, Base64 of 32 bytes; blank is the same as not given
 * @param masterKeyPrevious {@code postern.master-key-previous}: what {@code masterKey} was before, for the start that seals anew
 */
@ConfigurationProperties("postern")
record MasterKeySettings(
        @Nullable Path home,
        @Nullable String masterKey,
        @DefaultValue List<String> masterKeyPrevious) {
    MasterKeySettings {
        masterKeyPrevious = List.copyOf(masterKeyPrevious);
    }
}
