package dev.postern.keys;

import java.security.SecureRandom;
import java.util.List;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Builds {@link Secrets}, and does not start with a key that opens nothing this database holds. */
@Configuration(proxyBeanMethods = false)
class KeyBeans {
    /** Once per start: the key is looked for, and everything sealed with it, before anybody opens a secret. */
    @Bean
    MasterKeyRotation.Settled masterKey(
            MasterKeySettings settings,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            List<SealedColumn> columns) {
        var random = new SecureRandom();
        var settled =
                new MasterKeyRotation(jdbc, transactions, columns, random).settle(MasterKey.find(settings, random));
        MasterKey.settled(settings);
        return settled;
    }

    @Bean
    Secrets secrets(MasterKeyRotation.Settled masterKey) {
        return new SealedSecrets(masterKey.ring(), new SecureRandom());
    }

    @Bean
    RotationNews rotationNews(MasterKeyRotation.Settled masterKey, ApplicationContext context) {
        return new RotationNews(masterKey, context);
    }

    /** Tells of a rotation when there is somebody to hear it. */
    record RotationNews(MasterKeyRotation.Settled masterKey, ApplicationContext context) {
        @EventListener
        void tell(ContextRefreshedEvent refreshed) {
            var rotated = masterKey.rotated();
            // not when a context below this one is refreshed, such as that of the management port
            if (rotated != null && refreshed.getApplicationContext().equals(context)) context.publishEvent(rotated);
        }
    }
}
