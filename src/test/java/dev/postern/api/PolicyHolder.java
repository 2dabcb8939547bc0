package dev.postern.api;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;

/** Users, groups and roles have policies alike, and the SDK has calls of its own for each. */
record PolicyHolder(
        String word,
        BiConsumer<String, String> attach,
        BiConsumer<String, String> detach,
        Function<String, List<String>> attached,
        Inline put,
        BinaryOperator<String> get,
        BiConsumer<String, String> delete,
        Function<String, List<String>> names) {
    /** A policy by its name and text, written into whom. */
    @FunctionalInterface
    interface Inline {
        void put(String name, String policy, String document);
    }

    static PolicyHolder user(IamClient iam) {
        return new PolicyHolder(
                "User",
                (name, arn) ->
                        iam.attachUserPolicy(request -> request.userName(name).policyArn(arn)),
                (name, arn) ->
                        iam.detachUserPolicy(request -> request.userName(name).policyArn(arn)),
                name -> arns(iam.listAttachedUserPolicies(request -> request.userName(name))
                        .attachedPolicies()),
                (name, policy, document) -> iam.putUserPolicy(
                        request -> request.userName(name).policyName(policy).policyDocument(document)),
                (name, policy) -> iam.getUserPolicy(
                                request -> request.userName(name).policyName(policy))
                        .policyDocument(),
                (name, policy) ->
                        iam.deleteUserPolicy(request -> request.userName(name).policyName(policy)),
                name -> iam.listUserPolicies(request -> request.userName(name)).policyNames());
    }

    static PolicyHolder group(IamClient iam) {
        return new PolicyHolder(
                "Group",
                (name, arn) ->
                        iam.attachGroupPolicy(request -> request.groupName(name).policyArn(arn)),
                (name, arn) ->
                        iam.detachGroupPolicy(request -> request.groupName(name).policyArn(arn)),
                name -> arns(iam.listAttachedGroupPolicies(request -> request.groupName(name))
                        .attachedPolicies()),
                (name, policy, document) -> iam.putGroupPolicy(
                        request -> request.groupName(name).policyName(policy).policyDocument(document)),
                (name, policy) -> iam.getGroupPolicy(
                                request -> request.groupName(name).policyName(policy))
                        .policyDocument(),
                (name, policy) ->
                        iam.deleteGroupPolicy(request -> request.groupName(name).policyName(policy)),
                name -> iam.listGroupPolicies(request -> request.groupName(name))
                        .policyNames());
    }

    static PolicyHolder role(IamClient iam) {
        return new PolicyHolder(
                "Role",
                (name, arn) ->
                        iam.attachRolePolicy(request -> request.roleName(name).policyArn(arn)),
                (name, arn) ->
                        iam.detachRolePolicy(request -> request.roleName(name).policyArn(arn)),
                name -> arns(iam.listAttachedRolePolicies(request -> request.roleName(name))
                        .attachedPolicies()),
                (name, policy, document) -> iam.putRolePolicy(
                        request -> request.roleName(name).policyName(policy).policyDocument(document)),
                (name, policy) -> iam.getRolePolicy(
                                request -> request.roleName(name).policyName(policy))
                        .policyDocument(),
                (name, policy) ->
                        iam.deleteRolePolicy(request -> request.roleName(name).policyName(policy)),
                name -> iam.listRolePolicies(request -> request.roleName(name)).policyNames());
    }

    private static List<String> arns(List<AttachedPolicy> policies) {
        return policies.stream().map(AttachedPolicy::policyArn).toList();
    }
}
