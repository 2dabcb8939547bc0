package dev.postern.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Policies and a request by chance, from few enough words that they often meet. The same seed makes the same. */
final class RandomScenario {
    private static final JsonNodeFactory JSON = JsonMapper.shared().getNodeFactory();
    private static final String ACCOUNT = "111122223333";
    private static final List<String> ACTIONS =
            List.of("ssm:StartSession", "ssm:TerminateSession", "ssm:GetDocument", "kms:Decrypt", "SSM:startsession");
    private static final List<String> ACTION_PATTERNS = List.of(
            "*",
            "ssm:*",
            "ssm:StartSession",
            "ssm:startsession",
            "ssm:*Session",
            "ssm:Get*",
            "kms:*",
            "ssm:?tartSession",
            "ssm:Terminate*",
            "kms:Decrypt",
            "ssm: StartSession",
            "");
    private static final List<String> TAILS =
            List.of("x", "a", "ab", "aab", "a-1", "alice-1", "AIDAALICEEXAMPLE-1", "web", "*", "a*", "");
    private static final List<String> TAIL_PATTERNS = List.of(
            "*",
            "a*",
            "*b",
            "a?b",
            "a*b",
            "x",
            "web",
            "${aws:username}-*",
            "${aws:userid}-*",
            "${aws:PrincipalTag/team}",
            "${aws:PrincipalTag/team, 'web'}",
            "${x:a}*",
            "a${*}",
            "${$}",
            "?",
            "");
    private static final List<String> KEYS = List.of(
            "x:a", "X:A", "x:b", "aws:username", "aws:PrincipalTag/team", "ssm:resourceTag/Team", "aws:PrincipalArn");
    private static final List<String> TEXTS = List.of(
            "a",
            "A",
            "ab",
            "a*",
            "*",
            "web",
            "true",
            "False",
            "5",
            "5.0",
            "-3",
            "2026",
            "2026-01-31T08:00:00Z",
            "1769846400",
            "10.0.0.1",
            "10.9.0.1",
            "2001:db8::1",
            "QUI=",
            "arn:aws:iam::111122223333:role/R",
            "arn:aws:iam::1:user/a",
            "");
    private static final Map<String, List<String>> VALUES = Map.of(
            "String",
                    List.of(
                            "a",
                            "A",
                            "ab",
                            "a*",
                            "*",
                            "?",
                            "web",
                            "${aws:PrincipalTag/team}",
                            "${x:b, 'a'}",
                            "${*}",
                            "true",
                            ""),
            "Numeric", List.of("5", "5.0", "4.99", "-3", "2026"),
            "Date", List.of("2026", "2026-01-31", "2026-01-31T08:00:00Z", "2026-01-31T09:00:00+01:00", "1769846400"),
            "Bool", List.of("true", "false", "TRUE", "${x:b}"),
            "Binary", List.of("QUI=", "QUJD"),
            "Ip", List.of("10.0.0.0/8", "10.0.0.0/16", "10.0.0.1", "::/0", "2001:db8::/32", "0.0.0.0/0"),
            "Arn",
                    List.of(
                            "arn:aws:iam::*:role/*",
                            "arn:*:iam::111122223333:*",
                            "*",
                            "arn:aws:iam::*:user/${aws:username}",
                            "${x:a}"),
            "Null", List.of("true", "false"));
    private static final List<String> OPERATORS =
            List.copyOf(Operator.BY_NAME.keySet().stream().sorted().toList());

    private final Random random;

    RandomScenario(long seed) {
        this.random = new Random(seed);
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    Scenario next() {
        var names = new ArrayList<String>();
        names.add(once(8) ? "*" : resource(TAILS, once(10) ? "444455556666" : ACCOUNT));
        if (once(3)) names.add(resource(TAILS, ACCOUNT));
        var context = new LinkedHashMap<String, JsonNode>();
        for (var key : List.of("x:a", "x:b")) {
            if (once(2)) context.put(key, once(4) ? texts(TEXTS, random.nextInt(3)) : JSON.stringNode(one(TEXTS)));
        }
        var tags = once(2) ? Map.of("team", one(List.of("web", "a", "*"))) : Map.<String, String>of();
        boolean federated = once(8);
        return new Scenario(
                "by chance",
                one(Corpus.principals()),
                documents(1 + random.nextInt(3), 0),
                once(3) ? document(0) : null,
                once(3) ? documents(1 + random.nextInt(2), 0) : List.of(),
                once(3) ? List.of(documents(1 + random.nextInt(2), 0), List.of(all())) : List.of(),
                once(5) ? documents(1, 0) : List.of(),
                once(2) ? documents(1 + random.nextInt(2), 1) : List.of(),
                federated ? documents(1, 2) : List.of(),
                once(6),
                once(8) ? "444455556666" : null,
                List.of(new Scenario.Leg(one(ACTIONS), names, context, tags)));
    }

    private String resource(List<String> tails, String account) {
        return one(List.of(
                        "arn:aws:ssm:us-east-1:" + account + ":document/",
                        "arn:aws:ssm:us-east-1:" + account + ":session/"))
                + one(tails);
    }

    private String resourcePattern() {
        if (once(3)) return "*";
        if (once(3)) return resource(TAILS, ACCOUNT).replace("?", "");
        return one(List.of(
                        "arn:aws:ssm:*:*:",
                        "arn:aws:ssm:us-*:111122223333:",
                        "arn:*:ssm:us-east-1:?*:",
                        "arn:aws:kms:*:*:"))
                + one(List.of("document/", "session/", "*/", ""))
                + one(TAIL_PATTERNS);
    }

    private ArrayNode texts(List<String> from, int count) {
        var list = JSON.arrayNode();
        for (int i = 0; i < count; i++) list.add(one(from));
        return list;
    }

    /** @param kind 0 of a principal, 1 on a resource, 2 on a role */
    private List<JsonNode> documents(int count, int kind) {
        return IntStream.range(0, count).mapToObj(_ -> document(kind)).toList();
    }

    private JsonNode all() {
        var document = JSON.objectNode();
        document.putObject("Statement")
                .put("Effect", "Allow")
                .put("Action", "*")
                .put("Resource", "*");
        return document;
    }

    private JsonNode document(int kind) {
        var document = JSON.objectNode();
        if (!once(5)) document.put("Version", "2012-10-17");
        else if (once(2)) document.put("Version", "2008-10-17");
        var statements = document.putArray("Statement");
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++)
            statements.add(
                    statement(kind, document.path("Version").stringValue("").startsWith("2012")));
        return document;
    }

    JsonNode statement(int kind, boolean variables) {
        var statement = JSON.objectNode();
        statement.put("Effect", once(5) ? "Deny" : "Allow");
        statement.set(once(6) ? "NotAction" : "Action", texts(ACTION_PATTERNS, 1 + random.nextInt(2)));
        if (kind < 2) {
            var patterns = JSON.arrayNode();
            int count = 1 + random.nextInt(2);
            for (int i = 0; i < count; i++) patterns.add(resourcePattern());
            statement.set(once(6) ? "NotResource" : "Resource", patterns);
        }
        if (kind > 0) statement.set(kind == 1 && once(5) ? "NotPrincipal" : "Principal", principal());
        if (once(2)) {
            var condition = statement.putObject("Condition");
            int count = 1 + random.nextInt(2);
            for (int i = 0; i < count; i++) condition(condition, variables);
        }
        return statement;
    }

    private void condition(ObjectNode condition, boolean variables) {
        var word = one(OPERATORS);
        var family = VALUES.keySet().stream()
                .filter(each -> word.startsWith(each) || word.startsWith("Not" + each))
                .findFirst()
                .orElseThrow();
        var operator = word.equals("Null")
                ? word
                : one(List.of("", "", "ForAllValues:", "ForAnyValue:")) + word + (once(4) ? "IfExists" : "");
        if (condition.has(operator)) return;
        var keys = condition.putObject(operator);
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            var values = texts(VALUES.getOrDefault(family, List.of()), 1 + random.nextInt(2));
            // Where there are no variables yet, their text is no boolean.
            if (family.equals("Bool") && !variables) keys.putArray(one(KEYS)).add("true");
            else keys.set(one(KEYS), values);
        }
    }

    private JsonNode principal() {
        if (once(5)) return JSON.stringNode("*");
        var principal = JSON.objectNode();
        var named = principal.putArray("AWS");
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            var who = one(Corpus.principals());
            var choice = one(List.of("arn", "role", "account", "id", "*", "account"));
            switch (choice) {
                case "arn", "role" ->
                    named.add(who.path(choice).stringValue(who.path("arn").stringValue(ACCOUNT)));
                case "id" ->
                    named.add(
                            who.path("kind").stringValue().equals("user")
                                    ? who.path("id").stringValue()
                                    : who.path("kind").stringValue().equals("roleSession")
                                            ? who.path("id").stringValue().split(":")[0]
                                            : ACCOUNT);
                case "*" -> {
                    if (once(3)) named.add("*");
                    else named.add("444455556666");
                }
                default -> named.add(once(2) ? ACCOUNT : "arn:aws:iam::" + ACCOUNT + ":root");
            }
        }
        if (once(4)) principal.put("Service", once(2) ? "ssm.amazonaws.com" : "*");
        if (once(4))
            principal.put("Federated", "arn:aws:iam::" + ACCOUNT + ":oidc-provider/keycloak.example.com/realms/main");
        return principal;
    }
}
