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

    /**
     * The stock agent's file of settings: where its endpoints are, that it is no EC2 instance, and that it leaves root's own AWS credentials alone,
     * which it would overwrite otherwise.
     */
    String stockSettings() {
        return """
                {
                  "Identity": { "ConsumptionOrder": ["OnPrem"] },
                  "Profile": { "ShareCreds": false },
                  "Agent": { "Region": "%2$s" },
                  "Ssm": { "Endpoint": "%1$s" },
                  "Mds": { "Endpoint": "%1$s" },
                  "Mgs": { "Endpoint": "%1$s", "Region": "%2$s" },
                  "Kms": { "Endpoint": "%1$s" }
                }""".formatted(api, region);
    }
}
