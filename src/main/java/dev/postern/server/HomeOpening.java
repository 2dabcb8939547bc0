package dev.postern.server;

import java.nio.file.Path;
import java.util.Map;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Opens the home before any bean does: the database lies in it. It is closed after the last bean. */
final class HomeOpening implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private static final String SETTING = "postern.home";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        Home home = Home.open(Path.of(environment.getRequiredProperty(SETTING)));
        // absolute from here on: H2 takes no relative paths
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "home", Map.of(SETTING, home.directory().toString())));
        var beans = (DefaultListableBeanFactory) context.getBeanFactory();
        beans.registerSingleton("home", home);
        beans.registerDisposableBean("home", home::close);
    }
}
