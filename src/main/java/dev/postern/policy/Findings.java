package dev.postern.policy;

import dev.postern.policy.PolicyProblem.Position;
import dev.postern.policy.PolicyProblem.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers what is wrong with a document, so that its author sees all of it at once. */
final class Findings {
    /** Whoever has more than these has another kind of document. */
    private static final int MOST = 50;

    private static final int MOST_ECHOED = 60;

    private final List<PolicyProblem> errors = new ArrayList<>();
    private final List<PolicyProblem> remarks = new ArrayList<>();

    List<PolicyProblem> errors() {
        return inTheTextsOrder(errors);
    }

    List<PolicyProblem> remarks() {
        return inTheTextsOrder(remarks);
    }

    private static List<PolicyProblem> inTheTextsOrder(List<PolicyProblem> problems) {
        return problems.stream()
                .sorted(Comparator.comparingInt(
                                (PolicyProblem problem) -> problem.at().line())
                        .thenComparingInt(problem -> problem.at().column()))
                .toList();
    }

    void error(Position at, String path, String rule, String fix) {
        if (errors.size() < MOST) errors.add(new PolicyProblem(Severity.ERROR, at, path, rule, fix));
    }

    void remark(Position at, String path, String rule, String fix) {
        if (remarks.size() < MOST) remarks.add(new PolicyProblem(Severity.REMARK, at, path, rule, fix));
    }

    static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** A text as a message repeats it. */
    static String shown(String text) {
        return '"' + (text.length() > MOST_ECHOED ? text.substring(0, MOST_ECHOED) + "…" : text) + '"';
    }
}
