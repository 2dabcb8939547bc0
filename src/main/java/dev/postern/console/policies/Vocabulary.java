package dev.postern.console.policies;

import dev.postern.policy.ActionCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The words a policy is made of: actions, and the condition keys they have. */
final class Vocabulary {
    /** Of every request; the catalog has those that are some actions' own. */
    private static final List<String> GLOBAL_KEYS = List.of(
            "aws:CurrentTime",
            "aws:EpochTime",
            "aws:MultiFactorAuthAge",
            "aws:MultiFactorAuthPresent",
            "aws:PrincipalAccount",
            "aws:PrincipalArn",
            "aws:PrincipalTag/",
            "aws:PrincipalType",
            "aws:RequestedRegion",
            "aws:SecureTransport",
            "aws:SourceIdentity",
            "aws:SourceIp",
            "aws:TokenIssueTime",
            "aws:UserAgent",
            "aws:userid",
            "aws:username",
            "postern:AccountMember",
            "postern:StepUpAge");

    private Vocabulary() {}

    static List<String> actions() {
        return ActionCatalog.all().stream().map(ActionCatalog.Action::name).toList();
    }

    /** Actions in the catalog's order, then keys by name. */
    static List<String> words() {
        var keys = new TreeSet<>(GLOBAL_KEYS);
        for (var action : ActionCatalog.all()) keys.addAll(action.conditionKeys());
        var words = new ArrayList<>(actions());
        words.addAll(keys);
        return words;
    }
}
