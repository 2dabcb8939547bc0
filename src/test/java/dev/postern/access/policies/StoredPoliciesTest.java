package dev.postern.access.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.postern.access.policies.PolicyRefused.Code;
import dev.postern.identity.Account;
import dev.postern.policy.Policy;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.testing.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class StoredPoliciesTest {
    private static final String ADMIN = "arn:aws:iam::000000000000:user/admin";
    private static final Subject ALICE = Subject.user("alice");
    private static final Account ACCOUNT = new Account("000000000000", "local");
    private static final String LISTS = document("ssm:DescribeSessions");
    private static final String STARTS = document("ssm:StartSession");

    private final Store store;
    private final HandClock clock = new HandClock();
    private final List<Object> events = new ArrayList<>();
    private final StoredPolicies policies;
    private final HeldPolicies held;

    StoredPoliciesTest(Database database) {
        store = database.fresh();
        held = held();
        policies = policies(held);
    }

    private HeldPolicies held() {
        return new HeldPolicies(new PolicyRecords(store.jdbc()), new AttachmentRecords(store.jdbc()), ACCOUNT);
    }

    private StoredPolicies policies(HeldPolicies held) {
        return new StoredPolicies(
                new PolicyRecords(store.jdbc()),
                new AttachmentRecords(store.jdbc()),
                held,
                store.transactions(),
                ACCOUNT,
                events::add,
                clock);
    }

    private static String document(String action) {
        return """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "%s", "Resource": "*"}}""".formatted(action);
    }

    private ManagedPolicy made(String name) {
        return policies.create(new Policies.Wanted(name, "for a test", LISTS, Map.of("team", "web"), ADMIN));
    }

    @Test
    void theOnesThatComeWithPosternAreThereAndNobodyChangesThem() {
        assertThat(policies.all())
                .extracting(ManagedPolicy::name)
                .containsExactly(
                        "AdministratorAccess",
                        "PosternApprover",
                        "PosternAuditor",
                        "PosternBreakGlass",
                        "PosternEngineer");
        assertThat(policies.find(Policies.ADMINISTRATOR)).isPresent();
        refused(Code.UNMODIFIABLE, () -> policies.addVersion(Policies.ADMINISTRATOR, LISTS, true, ADMIN));
        refused(Code.UNMODIFIABLE, () -> policies.delete(Policies.ADMINISTRATOR));
        assertThat(policies.versions(Policies.ADMINISTRATOR)).hasSize(1);
    }

    @Test
    void administratorsHaveThePolicyForEverythingFromTheBeginning() {
        assertThat(policies.attached(Subject.group("administrators")))
                .extracting(ManagedPolicy::arn)
                .containsExactly(Policies.ADMINISTRATOR);
        assertThat(policies.holders(Policies.ADMINISTRATOR)).containsExactly(Subject.group("administrators"));
    }

    @Test
    void whatIsMadeIsThereAfterARestart() {
        var made = made("Lists");
        assertThat(made.arn()).isEqualTo("arn:aws:iam::000000000000:policy/Lists");
        assertThat(made.id()).matches("ANPA[A-Z2-7]{17}");
        assertThat(policies(held()).find(made.arn())).contains(made);
        assertThat(made.tags()).isEqualTo(new TreeMap<>(Map.of("team", "web")));
        refused(Code.ALREADY_EXISTS, () -> made("LISTS"));
        refused(Code.INVALID, () -> made("with space"));
        refused(Code.INVALID, () -> made("."));
        refused(Code.INVALID, () -> made(".."));
    }

    @Test
    void aDocumentThatIsWrongIsRefusedWithThePlace() {
        var wrong = LISTS.replace("Allow", "allow");
        assertThatExceptionOfType(PolicyRefused.class)
                .isThrownBy(() -> policies.create(new Policies.Wanted("X", "", wrong, Map.of(), ADMIN)))
                .withMessageContaining("Line 1, column")
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(Code.MALFORMED));
        var long_ = LISTS.replace("ssm:DescribeSessions", "ssm:" + "D".repeat(6_144));
        refused(Code.MALFORMED, () -> policies.create(new Policies.Wanted("X", "", long_, Map.of(), ADMIN)));
        assertThat(policies.find("arn:aws:iam::000000000000:policy/X")).isEmpty();
    }

    @Test
    void theDefaultVersionCounts() {
        var arn = made("Lists").arn();
        policies.attach(ALICE, arn);
        clock.forward(Duration.ofSeconds(1));
        var second = policies.addVersion(arn, STARTS, false, ADMIN);
        assertThat(second.number()).isEqualTo(2);
        assertThat(texts(ALICE)).containsExactly(LISTS);
        policies.setDefault(arn, 2);
        assertThat(texts(ALICE)).containsExactly(STARTS);
        assertThat(policies.versions(arn)).extracting(PolicyVersion::number).containsExactly(2, 1);
        refused(Code.DELETE_CONFLICT, () -> policies.deleteVersion(arn, 2));
        refused(Code.NO_SUCH_ENTITY, () -> policies.setDefault(arn, 3));
        policies.deleteVersion(arn, 1);
        assertThat(policies.addVersion(arn, LISTS, true, ADMIN).number()).isEqualTo(3);
    }

    @Test
    void aPolicyKeepsFiveVersions() {
        var arn = made("Lists").arn();
        IntStream.range(1, Policies.MOST_VERSIONS).forEach(_ -> policies.addVersion(arn, STARTS, false, ADMIN));
        refused(Code.LIMIT_EXCEEDED, () -> policies.addVersion(arn, STARTS, false, ADMIN));
        policies.deleteVersion(arn, 2);
        policies.addVersion(arn, STARTS, false, ADMIN);
    }

    @Test
    void aPrincipalHasTenManagedPolicies() {
        for (int i = 0; i < Policies.MOST_ATTACHED; i++)
            policies.attach(ALICE, made("Policy" + i).arn());
        var eleventh = made("Eleventh").arn();
        refused(Code.LIMIT_EXCEEDED, () -> policies.attach(ALICE, eleventh));
        policies.attach(ALICE, policies.attached(ALICE).getFirst().arn());
        assertThat(policies.attached(ALICE)).hasSize(Policies.MOST_ATTACHED);
    }

    @Test
    void whatIsAttachedIsNotDeleted() {
        var arn = made("Lists").arn();
        policies.attach(ALICE, arn);
        refused(Code.DELETE_CONFLICT, () -> policies.delete(arn));
        policies.detach(ALICE, arn);
        refused(Code.NO_SUCH_ENTITY, () -> policies.detach(ALICE, arn));
        policies.setBoundary(ALICE, arn);
        refused(Code.DELETE_CONFLICT, () -> policies.delete(arn));
        assertThat(held.limit(ALICE).map(Policy::text)).contains(LISTS);
        policies.removeBoundary(ALICE);
        policies.addVersion(arn, STARTS, false, ADMIN);
        refused(Code.DELETE_CONFLICT, () -> policies.delete(arn));
        policies.deleteVersion(arn, 2);
        policies.delete(arn);
        assertThat(policies.find(arn)).isEmpty();
        refused(Code.NO_SUCH_ENTITY, () -> policies.attach(ALICE, arn));
    }

    @Test
    void inlinePoliciesCountTogether() {
        policies.putInline(ALICE, "one", STARTS);
        policies.putInline(ALICE, "one", LISTS);
        assertThat(policies.inline(ALICE)).containsExactly(Map.entry("one", LISTS));
        var large = document("ssm:" + "D".repeat(1_840));
        policies.putInline(ALICE, "large", large);
        refused(Code.LIMIT_EXCEEDED, () -> policies.putInline(ALICE, "more", STARTS));
        policies.putInline(Subject.group("operators"), "more", large);
        policies.deleteInline(ALICE, "large");
        policies.putInline(ALICE, "more", STARTS);
        assertThat(texts(ALICE)).containsExactly(STARTS, LISTS).hasSize(2);
        refused(Code.NO_SUCH_ENTITY, () -> policies.deleteInline(ALICE, "large"));
    }

    @Test
    void aGroupHasNoBoundary() {
        refused(Code.INVALID, () -> policies.setBoundary(Subject.group("operators"), Policies.ADMINISTRATOR));
    }

    @Test
    void everyChangeIsTold() {
        var arn = made("Lists").arn();
        policies.attach(ALICE, arn);
        policies.addVersion(arn, STARTS, true, ADMIN);
        policies.putInline(ALICE, "own", STARTS);
        assertThat(events).hasSize(4).hasOnlyElementsOfType(PoliciesChanged.class);
    }

    private List<String> texts(Subject subject) {
        return held.identity(subject).stream()
                .map(Policy::text)
                .sorted((a, b) -> b.compareTo(a))
                .toList();
    }

    private static void refused(Code code, ThrowingCallable what) {
        assertThatExceptionOfType(PolicyRefused.class)
                .isThrownBy(what)
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
