-- Tags of KMS keys, and their policies as somebody wrote them. The same text runs on H2 and PostgreSQL.

CREATE TABLE kms_key_tag (
    key_id    UUID NOT NULL REFERENCES kms_key (id) ON DELETE CASCADE,
    tag_key   VARCHAR(128) NOT NULL,
    tag_value VARCHAR(256) NOT NULL,
    PRIMARY KEY (key_id, tag_key)
);

-- Null where nobody wrote one.
ALTER TABLE kms_key ADD COLUMN policy TEXT;
