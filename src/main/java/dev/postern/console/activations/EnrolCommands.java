package dev.postern.console.activations;

import java.net.URI;

/**
 * What one types on a machine to make it a node. Stock agents are told their endpoints by file before they register; of
 * {@code Mgs.Endpoint} they keep host and port only if it is a URL (amazon-ssm-agent, agent/session/config).
 */
record EnrolCommands(URI api, String region, String id, String code) {

    String ours() {
        return """
                java -jar postern.jar agent --ca ca.pem \\
                  --endpoint %s \\
                  --activation-id %s \\
                  --activation-code %s""".formatted(api, id, code);
    }

    String stockFile() {
        return """
                sudo tee /etc/amazon/ssm/amazon-ssm-agent.json <<'EOF'
                {
                  "Ssm": { "Endpoint": "%1$s" },
                  "Mgs": { "Endpoint": "%1$s", "Region": "%2$s" },
                  "Mds": { "Endpoint": "%1$s" },
                  "Agent": { "Region": "%2$s" }
                }
                EOF""".formatted(api, region);
    }

    String stockTrust() {
        return """
                sudo cp ca.pem /usr/local/share/ca-certificates/postern.crt
                sudo update-ca-certificates""";
    }

    String stockRegister() {
        return """
                sudo amazon-ssm-agent -register -y -region %s \\
                  -id %s \\
                  -code %s
                sudo systemctl restart amazon-ssm-agent""".formatted(region, id, code);
    }
}
