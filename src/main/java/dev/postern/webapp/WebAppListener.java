package dev.postern.webapp;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Puts the door for apps before everything the console's listener serves. */
@Component
class WebAppListener implements WebServerFactoryCustomizer<JettyServletWebServerFactory> {
    private final AppOrigins origins;
    private final OpenApps apps;
    private final AppKeys keys;
    private final MeterRegistry meters;

    WebAppListener(AppOrigins origins, OpenApps apps, AppKeys keys, MeterRegistry meters) {
        this.origins = origins;
        this.apps = apps;
        this.keys = keys;
        this.meters = meters;
    }

    @Override
    public void customize(JettyServletWebServerFactory factory) {
        factory.addServerCustomizers(jetty -> {
            var door = new AppDoor(origins, apps::at, keys, new AppProxy(), meters);
            for (var connector : jetty.getConnectors()) TargetRules.relax(connector);
            door.setHandler(jetty.getHandler());
            jetty.setHandler(door);
        });
    }
}
