package dev.postern.console.activations;

/**
 * How a stock amazon-ssm-agent is made a node, by the kind of machine. Its endpoints are told by file before it registers: the file must exist, and of
 * {@code Mgs.Endpoint} host and port are kept only if it is a URL; {@code host:port} makes it dial AWS. Trust is the system's, since other variables reach only
 * some of the agent's clients. Paths and service names are those of amazon-ssm-agent 3.3.
 */
enum StockAgent {
    DEBIAN("debian", """
            sudo cp ca.pem /usr/local/share/ca-certificates/postern.crt
            sudo update-ca-certificates""", """
            sudo snap remove amazon-ssm-agent 2>/dev/null
            sudo dpkg -i amazon-ssm-agent.deb"""),
    RED_HAT("red-hat", """
            sudo cp ca.pem /etc/pki/ca-trust/source/anchors/postern.pem
            sudo update-ca-trust""", """
            sudo dnf install -y ./amazon-ssm-agent.rpm"""),
    WINDOWS("windows", """
            Import-Certificate -FilePath ca.pem -CertStoreLocation Cert:\\LocalMachine\\Root""", """
            Start-Process .\\AmazonSSMAgentSetup.exe -ArgumentList '/S' -Wait""") {
        @Override
        String file(EnrolCommands told) {
            // PowerShell 5 begins UTF-8 with a mark that the agent does not read
            return """
                    @'
                    %s
                    '@ | Set-Content -Encoding ascii "$env:ProgramFiles\\Amazon\\SSM\\amazon-ssm-agent.json\"""".formatted(told.stockSettings());
        }

        @Override
        String register(EnrolCommands told) {
            return """
                    Stop-Service AmazonSSMAgent
                    & "$env:ProgramFiles\\Amazon\\SSM\\amazon-ssm-agent.exe" -register -y -region %s `
                      -id %s `
                      -code %s
                    Start-Service AmazonSSMAgent""".formatted(told.region(), told.id(), told.code());
        }
    },
    MACOS("macos", """
            sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain ca.pem""", """
            sudo installer -pkg amazon-ssm-agent.pkg -target /""") {
        @Override
        String file(EnrolCommands told) {
            return written("/opt/aws/ssm/amazon-ssm-agent.json", told);
        }

        @Override
        String register(EnrolCommands told) {
            return registered("/opt/aws/ssm/bin/amazon-ssm-agent", told)
                    + "\nsudo launchctl kickstart -k system/com.amazon.aws.ssm";
        }
    };

    private final String key;
    private final String trust;
    private final String install;

    StockAgent(String key, String trust, String install) {
        this.key = key;
        this.trust = trust;
        this.install = install;
    }

    /** In the bundles: {@code activation.stock.} and this. */
    String key() {
        return key;
    }

    /** Beside ca.pem. */
    String trust() {
        return trust;
    }

    /** Beside the agent's package, which AWS publishes. */
    String install() {
        return install;
    }

    String file(EnrolCommands told) {
        return written("/etc/amazon/ssm/amazon-ssm-agent.json", told);
    }

    String register(EnrolCommands told) {
        return registered("amazon-ssm-agent", told) + "\nsudo systemctl restart amazon-ssm-agent";
    }

    private static String written(String path, EnrolCommands told) {
        return """
                sudo tee %s <<'EOF'
                %s
                EOF""".formatted(path, told.stockSettings());
    }

    private static String registered(String program, EnrolCommands told) {
        return """
                sudo %s -register -y -region %s \\
                  -id %s \\
                  -code %s""".formatted(program, told.region(), told.id(), told.code());
    }
}
