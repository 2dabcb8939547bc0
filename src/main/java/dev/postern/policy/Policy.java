package dev.postern.policy;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A policy document, read and compiled. Immutable: a version of a document is compiled once and decides any number of requests, from any
 * number of threads.
 */
public final class Policy {
    /** The most characters that are looked at, white space included; IAM's API takes no more. */
    public static final int MOST_CHARACTERS = 131_072;

    private final PolicyKind kind;
    private final String name;
    private final String text;
    private final List<Statement> statements;

    /** What reading a document gave. */
    public sealed interface Reading {
        /** @param remarks what is taken, and probably does not do what its author thinks */
        record Taken(Policy policy, List<PolicyProblem> remarks) implements Reading {
            public Taken {
                remarks = List.copyOf(remarks);
            }
        }

        /** @param problems why it is not taken; not empty */
        record Refused(List<PolicyProblem> problems) implements Reading {
            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }

    Policy(PolicyKind kind, String name, String text, List<Statement> statements) {
        this.kind = kind;
        this.name = name;
        this.text = text;
        this.statements = List.copyOf(statements);
    }

    /**
     * Reads a document; never throws, whatever the text is.
     *
     * @param name how explanations call it
     */
    public static Reading read(PolicyKind kind, String name, String text) {
        return new PolicyReader(kind, name, text).read();
    }

    /**
     * A document that was read before, or that is Postern's own.
     *
     * @throws IllegalArgumentException says what is wrong with it
     */
    public static Policy of(PolicyKind kind, String name, String text) {
        return switch (read(kind, name, text)) {
            case Reading.Taken(var policy, var _) -> policy;
            case Reading.Refused(var problems) ->
                throw new IllegalArgumentException(name + ": "
                        + problems.stream().map(PolicyProblem::toString).collect(Collectors.joining(" ")));
        };
    }

    public PolicyKind kind() {
        return kind;
    }

    public String name() {
        return name;
    }

    /** The document as its author wrote it. */
    public String text() {
        return text;
    }

    /** Characters as IAM counts them for {@link PolicyKind#limit()}. */
    public int size() {
        return kind.size(text);
    }

    List<Statement> statements() {
        return statements;
    }

    @Override
    public String toString() {
        return name;
    }
}
