package dev.postern.session.documents;

import dev.postern.access.AccessRequest;
import dev.postern.access.Gate;
import dev.postern.access.Leg;
import dev.postern.access.Outcome;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.identity.Tags;
import dev.postern.keys.Sha256;
import dev.postern.session.documents.DocumentRefused.Code;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Documents behind the gate: the account's own in the database, and behind them those that came with Postern. */
@Component
class GatedDocuments implements Documents {
    private static final int MOST_TAGS = 50;

    private final DocumentRecords records;
    private final ProvidedDocuments provided;
    private final Gate gate;
    private final Account account;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    GatedDocuments(
            DocumentRecords records,
            ProvidedDocuments provided,
            Gate gate,
            Account account,
            PlatformTransactionManager transactions,
            InstantSource clock) {
        this.records = records;
        this.provided = provided;
        this.gate = gate;
        this.account = account;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @Override
    public Outcome<Document> create(Caller caller, NewDocument wanted) {
        var request = request(caller, "ssm:CreateDocument", wanted.name())
                .giving(wanted.tags())
                .with(Map.of(
                        "type", wanted.type().word(),
                        "sha256", Sha256.of(wanted.text()),
                        "versionName", wanted.versionName()));
        return changed(request, () -> {
            DocumentNames.check(wanted.name());
            checkTags(wanted.tags());
            var outline = accepted(wanted.name(), wanted.type(), wanted.format(), wanted.text());
            add(caller, wanted, outline);
            return existing(wanted.name());
        });
    }

    private void add(Caller caller, NewDocument wanted, Outline outline) {
        var name = wanted.name();
        if (records.find(name).isPresent()) throw alreadyThere(name);
        // two servers at once may pass the limit by one: it keeps the table small, nothing breaks beyond it
        if (records.count() >= MOST_DOCUMENTS)
            throw new DocumentRefused(
                    Code.TOO_MANY, MOST_DOCUMENTS + " documents are as many as there can be. Delete one first.");
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        try {
            records.add(new DocumentRecords.Head(name, wanted.type(), wanted.targetType(), now, caller.arn()));
        } catch (DuplicateKeyException another) {
            throw alreadyThere(name);
        }
        var version = new DocumentVersion(
                name,
                1,
                wanted.versionName(),
                wanted.displayName(),
                wanted.format(),
                Sha256.of(wanted.text()),
                outline,
                now,
                caller.arn());
        records.add(version, now, wanted.text(), wanted.targetType());
        records.tag(name, wanted.tags());
    }

    @Override
    public Outcome<DocumentVersion> update(Caller caller, NewVersion wanted) {
        var request = request(caller, "ssm:UpdateDocument", wanted.name())
                .with(Map.of("sha256", Sha256.of(wanted.text()), "versionName", wanted.versionName()));
        return changed(request, () -> {
            if (records.lock(wanted.name())) return append(caller, wanted);
            var document = existing(wanted.name());
            if (!wanted.name().equals(PREFERENCES)) throw fixed(document);
            var created = new NewDocument(
                    wanted.name(),
                    document.type(),
                    wanted.format(),
                    wanted.text(),
                    wanted.versionName(),
                    wanted.displayName(),
                    wanted.targetType(),
                    Map.of());
            basis(document, wanted.basis());
            add(caller, created, accepted(wanted.name(), document.type(), wanted.format(), wanted.text()));
            return existing(wanted.name()).shown();
        });
    }

    private DocumentVersion append(Caller caller, NewVersion wanted) {
        var document = existing(wanted.name());
        var latest = basis(document, wanted.basis());
        var outline = accepted(wanted.name(), document.type(), wanted.format(), wanted.text());
        var hash = Sha256.of(wanted.text());
        if (latest.sha256().equals(hash))
            throw new DocumentRefused(
                    Code.DUPLICATE_CONTENT,
                    "The latest version, " + latest.number() + ", has the same content. Change it and try again.");
        if (!wanted.versionName().isEmpty()
                && records.version(document, new VersionChoice.Named(wanted.versionName()))
                        .isPresent())
            throw new DocumentRefused(
                    Code.DUPLICATE_VERSION_NAME,
                    "Another version of " + document.name() + " is called " + wanted.versionName() + ".");
        if (records.countVersions(document.name()) >= MOST_VERSIONS)
            throw new DocumentRefused(
                    Code.TOO_MANY_VERSIONS,
                    document.name() + " has " + MOST_VERSIONS
                            + " versions, as many as there can be. Delete one first.");
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var version = new DocumentVersion(
                document.name(),
                records.nextNumber(document.name()),
                wanted.versionName(),
                wanted.displayName().isEmpty() ? latest.displayName() : wanted.displayName(),
                wanted.format(),
                hash,
                outline,
                now,
                caller.arn());
        records.add(
                version,
                now,
                wanted.text(),
                wanted.targetType().isEmpty() ? document.targetType() : wanted.targetType());
        return version;
    }

    /** The version a new one follows: as at AWS only the latest, so that nobody overwrites what they have not seen. */
    private DocumentVersion basis(Document document, VersionChoice choice) {
        var latest = version(document, VersionChoice.LATEST);
        if (version(document, choice).number() != latest.number())
            throw new DocumentRefused(
                    Code.UNKNOWN_VERSION,
                    "Only the latest version of " + document.name() + ", " + latest.number() + ", can be updated.");
        return latest;
    }

    @Override
    public Outcome<Document> makeDefault(Caller caller, String name, VersionChoice choice) {
        var request = request(caller, "ssm:UpdateDocumentDefaultVersion", name).with(Map.of("version", word(choice)));
        return changed(request, () -> {
            var number = version(changeable(name), choice).number();
            records.setDefault(name, number);
            return existing(name);
        });
    }

    @Override
    public Outcome<String> delete(Caller caller, String name) {
        return changed(request(caller, "ssm:DeleteDocument", name), () -> {
            records.delete(changeable(name).name());
            return name;
        });
    }

    @Override
    public Outcome<String> deleteVersion(Caller caller, String name, VersionChoice choice) {
        var request = request(caller, "ssm:DeleteDocument", name).with(Map.of("version", word(choice)));
        return changed(request, () -> {
            var document = changeable(name);
            var version = version(document, choice);
            if (version.number() == document.defaultVersion())
                throw new DocumentRefused(
                        Code.NOT_POSSIBLE,
                        "Version " + version.number() + " is the default of " + name
                                + ". Make another version the default first, or delete the whole document.");
            records.deleteVersion(name, version.number());
            return name;
        });
    }

    @Override
    public Outcome<Document> tag(Caller caller, String name, Map<String, String> tags) {
        return changed(request(caller, "ssm:AddTagsToResource", name).giving(tags), () -> {
            checkTags(tags);
            var all = new TreeMap<>(changeable(name).tags());
            all.putAll(tags);
            checkTags(all);
            records.tag(name, tags);
            return existing(name);
        });
    }

    @Override
    public Outcome<Document> untag(Caller caller, String name, List<String> keys) {
        return changed(request(caller, "ssm:RemoveTagsFromResource", name).taking(keys), () -> {
            records.untag(changeable(name).name(), keys);
            return existing(name);
        });
    }

    @Override
    public List<Document> all() {
        var all = new ArrayList<>(records.all());
        var own = all.stream().map(Document::name).toList();
        provided.all().stream()
                .filter(document -> !own.contains(document.name()))
                .forEach(all::add);
        all.sort(Comparator.comparing(Document::name));
        return all;
    }

    @Override
    public Optional<Document> find(String name) {
        return records.find(name).or(() -> provided.find(name));
    }

    @Override
    public List<DocumentVersion> versions(String name) {
        var own = records.versions(name);
        return own.isEmpty() ? provided.find(name).map(Document::shown).stream().toList() : own;
    }

    @Override
    public Optional<DocumentContent> content(String name, VersionChoice choice) {
        var document = find(name).orElse(null);
        if (document == null) return Optional.empty();
        if (document.provided()) return fits(document.shown(), choice) ? provided.content(name) : Optional.empty();
        return records.version(document, choice)
                .flatMap(version ->
                        records.text(version).map(text -> new DocumentContent(document.type(), version, text)));
    }

    @Override
    public List<Problem> problems(String name, DocumentType type, DocumentFormat format, String text) {
        return switch (DocumentText.parse(format, text)) {
            case DocumentText.Read.Unreadable(var problem) -> List.of(problem);
            case DocumentText.Read.Tree(var tree) -> {
                var problems = new ArrayList<>(DocumentSchema.problems(type, tree));
                if (name.equals(PREFERENCES)) problems.addAll(DocumentNames.problemsOfPreferences(type, tree));
                yield problems;
            }
        };
    }

    @Override
    public String arn(String name) {
        return DocumentNames.reserved(name) ? account.awsDocument(name) : account.document(name);
    }

    @Override
    public String nameOf(String nameOrArn) {
        for (var place : List.of(account.document(""), account.awsDocument("")))
            if (nameOrArn.startsWith(place)) return nameOrArn.substring(place.length());
        return nameOrArn;
    }

    private Outline accepted(String name, DocumentType type, DocumentFormat format, String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES)
            throw new DocumentRefused(Code.TOO_LARGE, "A document has at most " + MOST_BYTES + " bytes.");
        var problems = problems(name, type, format, text);
        if (!problems.isEmpty()) throw DocumentRefused.because(problems);
        return Outline.of(DocumentText.read(format, text));
    }

    private Document existing(String name) {
        return find(name).orElseThrow(() -> new DocumentRefused(Code.UNKNOWN, "Document " + name + " does not exist."));
    }

    /** Holds its row. */
    private Document changeable(String name) {
        if (!records.lock(name)) throw fixed(existing(name));
        return existing(name);
    }

    private static DocumentRefused fixed(Document document) {
        return new DocumentRefused(
                Code.NOT_POSSIBLE,
                document.name().equals(PREFERENCES)
                        ? "These are the preferences Postern comes with. Create your own first."
                        : document.name() + " comes with Postern and stays as it is.");
    }

    private DocumentVersion version(Document document, VersionChoice choice) {
        var found = document.provided()
                ? Optional.of(document.shown()).filter(version -> fits(version, choice))
                : records.version(document, choice);
        return found.orElseThrow(() -> new DocumentRefused(
                Code.UNKNOWN_VERSION, "Document " + document.name() + " has no version " + word(choice) + "."));
    }

    private static boolean fits(DocumentVersion only, VersionChoice choice) {
        return switch (choice) {
            case VersionChoice.Default _, VersionChoice.Latest _ -> true;
            case VersionChoice.Numbered(var number) -> number == only.number();
            case VersionChoice.Named _ -> false;
        };
    }

    private static String word(VersionChoice choice) {
        return switch (choice) {
            case VersionChoice.Default _ -> "$DEFAULT";
            case VersionChoice.Latest _ -> "$LATEST";
            case VersionChoice.Numbered(var number) -> Integer.toString(number);
            case VersionChoice.Named(var versionName) -> versionName;
        };
    }

    private static DocumentRefused alreadyThere(String name) {
        return new DocumentRefused(Code.ALREADY_EXISTS, "Document " + name + " exists already.");
    }

    private static void checkTags(Map<String, String> tags) {
        if (tags.size() > MOST_TAGS) throw tooManyTags();
        try {
            Tags.check(tags);
        } catch (IllegalArgumentException broken) {
            throw new DocumentRefused(Code.INVALID_TAG, "Tags: " + broken.getMessage() + ".");
        }
    }

    private static DocumentRefused tooManyTags() {
        return new DocumentRefused(Code.TOO_MANY_TAGS, "A document has at most " + MOST_TAGS + " tags.");
    }

    @Override
    public Leg leg(String action, String name) {
        return find(name).map(document -> leg(action, document)).orElseGet(() -> Leg.of(action, arn(name)));
    }

    private AccessRequest request(Caller caller, String action, String name) {
        return AccessRequest.of(caller, leg(action, name));
    }

    /** One transaction around the effect alone: the event is written before it, whatever comes of it. */
    private <T> Outcome<T> changed(AccessRequest request, Supplier<T> effect) {
        return gate.perform(request, () -> transaction.execute(_ -> effect.get()));
    }
}
