package dev.postern.console.activations;

import java.net.URI;

/** What an agent is told so that its machine becomes a node. */
record EnrolCommands(URI api, String region, String id, String code) {

    String ours() {
        return """
                java -jar postern.jar agent --ca ca.pem \\
                  --endpoint %s \\
                  --activation-id %s \\
                  --activation-code %s""".formatted(api, id, code);
    }

    /** The stock agent's file of settings, with nothing but where its endpoints are. */
    String stockSettings() {
        return """
                {
                  "Ssm": { "Endpoint": "%1$s" },
                  "Mgs": { "Endpoint": "%1$s", "Region": "%2$s" },
                  "Mds": { "Endpoint": "%1$s" },
                  "Agent": { "Region": "%2$s" }
                }""".formatted(api, region);
    }
}
