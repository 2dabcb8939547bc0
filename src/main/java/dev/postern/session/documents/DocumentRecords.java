package dev.postern.session.documents;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables of documents, their versions and their tags. */
@Repository
class DocumentRecords {
    private static final String WHOLE = """
            select d.name, d.type, d.default_version, d.latest_version, d.target_type, d.created_at as made_at, d.created_by as made_by,
                   v.version, v.version_name, v.display_name, v.format, v.hash, v.schema_version, v.description, v.session_type,
                   v.platforms, v.created_at, v.created_by
            from document d join document_version v on v.document = d.name and v.version = d.default_version
            """;
    private static final String VERSION = """
            select document as name, version, version_name, display_name, format, hash, schema_version, description, session_type, platforms,
                   created_at, created_by
            from document_version
            """;

    private final JdbcClient database;

    DocumentRecords(JdbcClient database) {
        this.database = database;
    }

    /** What a document is before it has a version. */
    record Head(String name, DocumentType type, String targetType, Instant createdAt, String createdBy) {}

    int count() {
        return database.sql("select count(*) from document")
                .query(Integer.class)
                .single();
    }

    int countVersions(String name) {
        return database.sql("select count(*) from document_version where document = ?")
                .param(name)
                .query(Integer.class)
                .single();
    }

    /** Holds the document's row until the transaction ends: changes come one after the other. */
    boolean lock(String name) {
        return database.sql("select name from document where name = ? for update")
                .param(name)
                .query(String.class)
                .optional()
                .isPresent();
    }

    void add(Head head) {
        database.sql("""
                        insert into document (name, type, target_type, default_version, latest_version, last_version, created_at, created_by)
                        values (?, ?, ?, 1, 1, 0, ?, ?)""")
                .params(
                        head.name(),
                        head.type().name(),
                        head.targetType(),
                        head.createdAt().atOffset(ZoneOffset.UTC),
                        head.createdBy())
                .update();
    }

    /** The number the next version gets: never one that a deleted version had. */
    int nextNumber(String name) {
        return database.sql("select last_version + 1 from document where name = ?")
                .param(name)
                .query(Integer.class)
                .single();
    }

    void add(DocumentVersion version, Instant now, String text, String targetType) {
        database.sql("""
                        insert into document_version (document, version, version_name, display_name, format, content, hash, schema_version,
                                                      description, session_type, platforms, created_at, created_by)
                        values (?, ?, nullif(?, ''), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        version.document(),
                        version.number(),
                        version.versionName(),
                        version.displayName(),
                        version.format().name(),
                        text,
                        version.sha256(),
                        version.outline().schemaVersion(),
                        version.outline().description(),
                        version.outline().sessionType(),
                        platforms(version.outline().platforms()),
                        now.atOffset(ZoneOffset.UTC),
                        version.createdBy())
                .update();
        database.sql("update document set latest_version = ?, last_version = ?, target_type = ? where name = ?")
                .params(version.number(), version.number(), targetType, version.document())
                .update();
    }

    void setDefault(String name, int number) {
        database.sql("update document set default_version = ? where name = ?")
                .params(number, name)
                .update();
    }

    void delete(String name) {
        database.sql("delete from document where name = ?").param(name).update();
    }

    void deleteVersion(String name, int number) {
        database.sql("delete from document_version where document = ? and version = ?")
                .params(name, number)
                .update();
        database.sql("""
                        update document set latest_version = (select max(version) from document_version where document = ?)
                        where name = ?""").params(name, name).update();
    }

    List<Document> all() {
        Map<String, SortedMap<String, String>> tags = new HashMap<>();
        database.sql("select document, tag_key, tag_value from document_tag").query(row -> {
            tags.computeIfAbsent(row.getString("document"), _ -> new TreeMap<>())
                    .put(row.getString("tag_key"), row.getString("tag_value"));
        });
        return database.sql(WHOLE + " order by d.name")
                .query((row, _) -> document(row, tags.getOrDefault(row.getString("name"), new TreeMap<>())))
                .list();
    }

    Optional<Document> find(String name) {
        return database.sql(WHOLE + " where d.name = ?")
                .param(name)
                .query((row, _) -> document(row, tags(name)))
                .optional();
    }

    List<DocumentVersion> versions(String name) {
        return database.sql(VERSION + " where document = ? order by version desc")
                .param(name)
                .query((row, _) -> version(row))
                .list();
    }

    Optional<DocumentVersion> version(Document document, VersionChoice choice) {
        return switch (choice) {
            case VersionChoice.Default _ -> Optional.of(document.shown());
            case VersionChoice.Latest _ -> version(document.name(), document.latest());
            case VersionChoice.Numbered(var number) -> version(document.name(), number);
            case VersionChoice.Named(var versionName) ->
                database.sql(VERSION + " where document = ? and version_name = ?")
                        .params(document.name(), versionName)
                        .query((row, _) -> version(row))
                        .optional();
        };
    }

    private Optional<DocumentVersion> version(String name, int number) {
        return database.sql(VERSION + " where document = ? and version = ?")
                .params(name, number)
                .query((row, _) -> version(row))
                .optional();
    }

    Optional<String> text(DocumentVersion version) {
        return database.sql("select content from document_version where document = ? and version = ?")
                .params(version.document(), version.number())
                .query(String.class)
                .optional();
    }

    void tag(String name, Map<String, String> tags) {
        untag(name, tags.keySet());
        tags.forEach(
                (key, value) -> database.sql("insert into document_tag (document, tag_key, tag_value) values (?, ?, ?)")
                        .params(name, key, value)
                        .update());
    }

    void untag(String name, Collection<String> keys) {
        for (var key : keys)
            database.sql("delete from document_tag where document = ? and tag_key = ?")
                    .params(name, key)
                    .update();
    }

    private SortedMap<String, String> tags(String name) {
        var tags = new TreeMap<String, String>();
        database.sql("select tag_key, tag_value from document_tag where document = ?")
                .param(name)
                .query(row -> {
                    tags.put(row.getString("tag_key"), row.getString("tag_value"));
                });
        return tags;
    }

    private static Document document(ResultSet row, SortedMap<String, String> tags) throws SQLException {
        return new Document(
                row.getString("name"),
                DocumentType.valueOf(row.getString("type")),
                false,
                version(row),
                row.getInt("latest_version"),
                row.getString("target_type"),
                tags,
                row.getObject("made_at", OffsetDateTime.class).toInstant(),
                row.getString("made_by"));
    }

    private static DocumentVersion version(ResultSet row) throws SQLException {
        return new DocumentVersion(
                row.getString("name"),
                row.getInt("version"),
                orEmpty(row.getString("version_name")),
                row.getString("display_name"),
                DocumentFormat.valueOf(row.getString("format")),
                row.getString("hash"),
                new Outline(
                        row.getString("schema_version"),
                        row.getString("description"),
                        row.getString("session_type"),
                        platforms(row.getString("platforms"))),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("created_by"));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String platforms(Collection<Outline.Platform> platforms) {
        return platforms.stream().sorted().map(Enum::name).collect(Collectors.joining(" "));
    }

    private static EnumSet<Outline.Platform> platforms(String names) {
        var platforms = EnumSet.noneOf(Outline.Platform.class);
        for (var name : names.split(" ")) if (!name.isEmpty()) platforms.add(Outline.Platform.valueOf(name));
        return platforms;
    }
}
