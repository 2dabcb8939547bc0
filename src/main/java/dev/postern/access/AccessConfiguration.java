package dev.postern.access;

import dev.postern.identity.roles.CurrentCallers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AccessConfiguration {
    @Bean
    Standpoints.Present present(CurrentCallers callers) {
        return callers::now;
    }
}
