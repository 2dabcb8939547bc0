-- Keys that encrypt for others. The same text runs on H2 and PostgreSQL.

-- version is the one that encrypts; rotation_days and rotates_at are there together, or neither is.
CREATE TABLE kms_key (
    id            UUID NOT NULL PRIMARY KEY,
    description   TEXT NOT NULL,
    enabled       BOOLEAN NOT NULL,
    version       INTEGER NOT NULL,
    created_at    TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    deletion_at   TIMESTAMP(3) WITH TIME ZONE,
    rotation_days INTEGER,
    rotates_at    TIMESTAMP(3) WITH TIME ZONE
);

-- Every version there ever was, since what it encrypted must still open. id is <key id>/<version>.
CREATE TABLE kms_key_version (
    id         VARCHAR(64) NOT NULL PRIMARY KEY,
    key_id     UUID NOT NULL REFERENCES kms_key (id) ON DELETE CASCADE,
    version    INTEGER NOT NULL,
    sealed     VARCHAR(256) NOT NULL,
    created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    UNIQUE (key_id, version)
);

CREATE TABLE kms_alias (
    name       VARCHAR(256) NOT NULL PRIMARY KEY,
    key_id     UUID NOT NULL REFERENCES kms_key (id) ON DELETE CASCADE,
    created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
CREATE INDEX kms_alias_by_key ON kms_alias (key_id);
