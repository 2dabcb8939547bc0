package dev.postern.api;

import static dev.postern.api.Asked.as;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.iam.model.Tag;

/** What is asked of the service for principals and policies: the words and things that all of it needs. */
record AskedOfIam(SdkCaller by) {
    static final String ACCOUNT = "arn:aws:iam::000000000000:";
    static final String ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";
    static final String NOBODY = "nobody-of-that-name";
    static final String NO_POLICY = ACCOUNT + "policy/none-of-that-name";
    static final String LOOK = policy("ssm:DescribeSessions");
    static final String TRUST = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::000000000000:root"},\
            "Action":"sts:AssumeRole"}]}""";

    List<Asked> all() {
        return Stream.of(
                        new AskedOfUsers(by).all(),
                        new AskedOfGroups(by).all(),
                        new AskedOfPolicies(by).all(),
                        new AskedOfAttachments(by).all(),
                        new AskedOfRoles(by).all(),
                        new AskedOfUserKeys(by).all(),
                        new AskedOfSimulators(by).all())
                .flatMap(List::stream)
                .toList();
    }

    static String policy(String action) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"" + action
                + "\",\"Resource\":\"*\"}]}";
    }

    static String fresh(String what) {
        return what + "-" + UUID.randomUUID();
    }

    static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    /** Somebody's authenticator is set up. */
    void secondFactorOf(String user) {
        by.api.secondFactor(user);
    }

    String user() {
        var name = fresh("user");
        by.iam.createUser(request -> request.userName(name));
        return name;
    }

    String group() {
        var name = fresh("group");
        by.iam.createGroup(request -> request.groupName(name));
        return name;
    }

    String role() {
        var name = fresh("role");
        by.iam.createRole(request -> request.roleName(name).assumeRolePolicyDocument(TRUST));
        return name;
    }

    /** The ARN. */
    String managed() {
        return by.iam
                .createPolicy(request -> request.policyName(fresh("policy")).policyDocument(LOOK))
                .policy()
                .arn();
    }

    static Asked.Refused invalid(String word, ThrowingCallable call) {
        return as("ValidationError", 400, word, call);
    }

    static Asked.Refused input(String word, ThrowingCallable call) {
        return as("InvalidInput", 400, word, call);
    }

    static Asked.Refused missing(String word, ThrowingCallable call) {
        return as("NoSuchEntity", 404, word, call);
    }

    static Asked.Refused exists(ThrowingCallable call) {
        return as("EntityAlreadyExists", 409, "already exists", call);
    }

    static Asked.Refused conflict(String word, ThrowingCallable call) {
        return as("DeleteConflict", 409, word, call);
    }

    static Asked.Refused full(String word, ThrowingCallable call) {
        return as("LimitExceeded", 409, word, call);
    }

    static Asked.Refused malformed(String word, ThrowingCallable call) {
        return as("MalformedPolicyDocument", 400, word, call);
    }

    static Asked.Refused denied(String action, ThrowingCallable call) {
        return as("AccessDenied", 403, "not authorized to perform: iam:" + action, call);
    }
}
