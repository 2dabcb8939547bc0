package dev.postern.access;

import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.identity.Groups;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Whom a change of policies can reach. */
@Component
final class Concerned {
    private final Policies policies;
    private final Groups groups;

    Concerned(Policies policies, Groups groups) {
        this.policies = policies;
        this.groups = groups;
    }

    /** Users and roles; of a group its members. */
    SortedSet<Subject> by(PolicyChange change) {
        var subjects = switch (change) {
            case PolicyChange.Rewritten(var arn, var _) ->
                Stream.concat(policies.holders(arn).stream(), policies.bounded(arn).stream());
            case PolicyChange.Drafted(var _, var _, var subject) -> Stream.of(subject);
            case PolicyChange.Attached(var _, var subject) -> Stream.of(subject);
            case PolicyChange.Detached(var _, var subject) -> Stream.of(subject);
            case PolicyChange.Bounded(var _, var subject) -> Stream.of(subject);
            case PolicyChange.Unbounded(var subject) -> Stream.of(subject);
            case PolicyChange.Written(var subject, var _, var _) -> Stream.of(subject);
            case PolicyChange.Erased(var subject, var _) -> Stream.of(subject);
            case PolicyChange.Joined(var user, var _) -> Stream.of(Subject.user(user));
            case PolicyChange.Left(var user, var _) -> Stream.of(Subject.user(user));
        };
        var all = new TreeSet<>(Subject.BY_KIND_AND_NAME);
        subjects.forEach(subject -> {
            if (subject.kind() == Subject.Kind.GROUP)
                groups.members(subject.name()).forEach(member -> all.add(Subject.user(member)));
            else all.add(subject);
        });
        return all;
    }
}
