-- What evidence is signed with, and the signed checkpoints of the trail. The same text runs on H2 and PostgreSQL.

-- Public keys stay for ever: what they signed is to be proven for as long.
CREATE TABLE signing_key (
    version    INTEGER NOT NULL PRIMARY KEY,
    public_key VARCHAR(128) NOT NULL,
    created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL
);

-- Of the newest version alone: nobody can sign with an older one. id is the version as text.
CREATE TABLE signing_key_secret (
    id     VARCHAR(16) NOT NULL PRIMARY KEY,
    sealed VARCHAR(512) NOT NULL
);

CREATE TABLE trail_checkpoint (
    sequence  BIGINT NOT NULL PRIMARY KEY,
    hash      CHAR(64) NOT NULL,
    signed_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    seal      VARCHAR(512) NOT NULL
);
