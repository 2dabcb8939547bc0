package dev.postern.console.documents;

import dev.postern.console.documents.DocumentLook.Kind;
import dev.postern.session.documents.DocumentType;

/** Something to begin a document with: one of each kind, sound as it is, and short. */
enum Beginning {
    SHELL(Kind.SHELL, """
            schemaVersion: '1.0'
            description: A shell that ends when nobody uses it for 20 minutes.
            sessionType: Standard_Stream
            inputs:
              idleSessionTimeout: '20'
              shellProfile:
                linux: cd /var/log
            """),
    INTERACTIVE(Kind.INTERACTIVE, """
            schemaVersion: '1.0'
            description: Follows a log.
            sessionType: InteractiveCommands
            parameters:
              logpath:
                type: String
                description: The log to follow.
                default: /var/log/syslog
                allowedPattern: ^/[a-zA-Z0-9_/.-]+$
            properties:
              linux:
                commands: tail -f '{{ logpath }}'
                runAsElevated: true
            """),
    COMMAND(Kind.COMMAND, """
            schemaVersion: '1.0'
            description: How full the disks are.
            sessionType: NonInteractiveCommands
            properties:
              linux:
                commands: df -h
            """),
    PORT(Kind.PORT, """
            schemaVersion: '1.0'
            description: A local port forwarded to the node's PostgreSQL.
            sessionType: Port
            parameters:
              localPortNumber:
                type: String
                description: The port here, 0 for a free one.
                default: '0'
                allowedPattern: ^[0-9]{1,5}$
            properties:
              portNumber: '5432'
              type: LocalPortForwarding
              localPortNumber: '{{ localPortNumber }}'
            """),
    RUN_COMMAND(Kind.RUN_COMMAND, """
            schemaVersion: '2.2'
            description: Says how long the node has been up.
            mainSteps:
              - action: aws:runShellScript
                name: uptime
                inputs:
                  runCommand:
                    - uptime
            """);

    private final Kind kind;
    private final String text;

    Beginning(Kind kind, String text) {
        this.kind = kind;
        this.text = text;
    }

    Kind kind() {
        return kind;
    }

    DocumentType type() {
        return kind == Kind.RUN_COMMAND ? DocumentType.COMMAND : DocumentType.SESSION;
    }

    /** In YAML. */
    String text() {
        return text;
    }
}
