package dev.postern.session.documents;

import dev.postern.access.Leg;
import dev.postern.access.Outcome;
import dev.postern.identity.Caller;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The documents there are. What changes them passes the gate inside; reads decide nothing: faces ask {@link dev.postern.access.Gate#decide} first.
 */
public interface Documents {
    /** The account's preferences: what a session is like that names no document. Built in until somebody creates or updates it. */
    String PREFERENCES = "SSM-SessionManagerRunShell";

    // General Reference, quotas of Systems Manager.
    int MOST_BYTES = 64 * 1024;
    int MOST_DOCUMENTS = 500;
    int MOST_VERSIONS = 1_000;

    /** @param versionName empty for none; so are the display name and the target type */
    record NewDocument(
            String name,
            DocumentType type,
            DocumentFormat format,
            String text,
            String versionName,
            String displayName,
            String targetType,
            Map<String, String> tags) {}

    /**
     * @param basis the version it follows, which must be the latest
     * @param displayName empty to keep the latest version's; so is the target type
     */
    record NewVersion(
            String name,
            VersionChoice basis,
            DocumentFormat format,
            String text,
            String versionName,
            String displayName,
            String targetType) {}

    /** @throws DocumentRefused */
    Outcome<Document> create(Caller caller, NewDocument wanted);

    /**
     * Adds a version; which one is the default stays as it is. Preferences nobody has created yet are created.
     *
     * @throws DocumentRefused
     */
    Outcome<DocumentVersion> update(Caller caller, NewVersion wanted);

    /** @throws DocumentRefused */
    Outcome<Document> makeDefault(Caller caller, String name, VersionChoice choice);

    /**
     * The document with all its versions. Of deleted preferences the built-in ones are left.
     *
     * @throws DocumentRefused
     */
    Outcome<String> delete(Caller caller, String name);

    /**
     * One version, which must not be the default.
     *
     * @throws DocumentRefused
     */
    Outcome<String> deleteVersion(Caller caller, String name, VersionChoice choice);

    /**
     * At most 50 tags.
     *
     * @throws DocumentRefused
     */
    Outcome<Document> tag(Caller caller, String name, Map<String, String> tags);

    /** @throws DocumentRefused */
    Outcome<Document> untag(Caller caller, String name, List<String> keys);

    /** By name. */
    List<Document> all();

    Optional<Document> find(String name);

    /** Newest first. Empty for a document there is not. */
    List<DocumentVersion> versions(String name);

    /** A version with its text: what is used is {@link VersionChoice#DEFAULT}. */
    Optional<DocumentContent> content(String name, VersionChoice choice);

    /** What is wrong with a text; none for one that {@link #create} would take. */
    List<Problem> problems(String name, DocumentType type, DocumentFormat format, String text);

    /** AWS's own documents carry no account in theirs. */
    String arn(String name);

    /** The document as what an action is done to, with its tags. */
    Leg leg(String action, String name);

    /** The same of one that has been looked up. */
    default Leg leg(String action, Document document) {
        return Leg.of(action, arn(document.name())).tagged(document.tags());
    }

    /** The name in what is a name or an ARN of a document here; anything else comes back as it is, and is no document's name. */
    String nameOf(String nameOrArn);
}
