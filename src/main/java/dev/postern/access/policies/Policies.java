package dev.postern.access.policies;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The account's policies. Asks nobody's permission: faces come here through the gate. A change counts at the next decision, and open sessions
 * are decided again at once. What breaks a rule is a {@link PolicyRefused}.
 */
public interface Policies {
    /** Whoever has it may everything. */
    String ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";

    /** Customer managed policies of an account, as at AWS. */
    int MOST = 1500;

    int MOST_VERSIONS = 5;

    /** Managed policies on one principal, as at AWS. */
    int MOST_ATTACHED = 10;

    /** Those that come with Postern first, then by name. */
    List<ManagedPolicy> all();

    Optional<ManagedPolicy> find(String arn);

    /** @param by ARN of who writes it */
    record Wanted(String name, String description, String document, Map<String, String> tags, String by) {
        public Wanted {
            tags = Map.copyOf(tags);
        }
    }

    ManagedPolicy create(Wanted wanted);

    /** Of one that is attached to nobody and has no version beside the default one. */
    void delete(String arn);

    /** Newest first. */
    List<PolicyVersion> versions(String arn);

    PolicyVersion addVersion(String arn, String document, boolean asDefault, String by);

    void setDefault(String arn, int version);

    /** Not of the default one. */
    void deleteVersion(String arn, int version);

    void tag(String arn, Map<String, String> tags);

    void untag(String arn, Collection<String> keys);

    // who has which

    /** By name. */
    List<ManagedPolicy> attached(Subject subject);

    /** Attaching what is attached changes nothing. */
    void attach(Subject subject, String arn);

    void detach(Subject subject, String arn);

    /** Whom it is attached to. */
    List<Subject> holders(String arn);

    /** Whose boundary it is. */
    List<Subject> bounded(String arn);

    Optional<ManagedPolicy> boundary(Subject subject);

    void setBoundary(Subject subject, String arn);

    void removeBoundary(Subject subject);

    /** Documents by the names they have in the principal. */
    SortedMap<String, String> inline(Subject subject);

    /** Puts one there, or another in its place. */
    void putInline(Subject subject, String name, String document);

    void deleteInline(Subject subject, String name);
}
