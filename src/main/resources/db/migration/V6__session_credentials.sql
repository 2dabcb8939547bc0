-- Access keys that end, roles, and the temporary credentials of both. The same text runs on H2 and PostgreSQL.

ALTER TABLE access_key ADD COLUMN expires_at TIMESTAMP(3) WITH TIME ZONE;
ALTER TABLE access_key ADD COLUMN last_used_service VARCHAR(64);
ALTER TABLE access_key ADD COLUMN last_used_region VARCHAR(100);

-- The last five are there together, or none is, but for subject, which may be missing.
CREATE TABLE assumable_role (
    id              VARCHAR(32) NOT NULL PRIMARY KEY,
    name            VARCHAR(64) NOT NULL UNIQUE,
    folded_name     VARCHAR(64) NOT NULL UNIQUE,
    longest_seconds INTEGER NOT NULL,
    administrator   BOOLEAN NOT NULL,
    trusts_everyone BOOLEAN NOT NULL,
    created_at      TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    issuer          VARCHAR(512),
    audience        VARCHAR(256),
    jwks_uri        VARCHAR(1024),
    subject         VARCHAR(256)
);

CREATE TABLE assumable_role_user (
    role_id   VARCHAR(32) NOT NULL REFERENCES assumable_role (id) ON DELETE CASCADE,
    user_name VARCHAR(64) NOT NULL REFERENCES local_user (name) ON DELETE CASCADE,
    PRIMARY KEY (role_id, user_name)
);

-- sealed holds the secret access key and the session token. Whom it goes back to is a user with an access key, or a web identity
-- (origin alone). Without a role it speaks for the user.
CREATE TABLE session_credential (
    access_key_id   VARCHAR(32) NOT NULL PRIMARY KEY,
    sealed          VARCHAR(512) NOT NULL,
    origin          VARCHAR(1024) NOT NULL,
    user_name       VARCHAR(64) REFERENCES local_user (name) ON DELETE CASCADE,
    root_key        VARCHAR(128) REFERENCES access_key (id) ON DELETE CASCADE,
    role_id         VARCHAR(32) REFERENCES assumable_role (id) ON DELETE CASCADE,
    session_name    VARCHAR(64),
    source_identity VARCHAR(64),
    issued_at       TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    expires_at      TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
CREATE INDEX session_credential_by_origin ON session_credential (origin, expires_at);
CREATE INDEX session_credential_by_expiry ON session_credential (expires_at);

CREATE TABLE session_credential_tag (
    access_key_id VARCHAR(32) NOT NULL REFERENCES session_credential (access_key_id) ON DELETE CASCADE,
    tag_key       VARCHAR(128) NOT NULL,
    tag_value     VARCHAR(256) NOT NULL,
    transitive    BOOLEAN NOT NULL,
    PRIMARY KEY (access_key_id, tag_key)
);

-- What somebody set; what is not here has its default.
CREATE TABLE service_setting (
    id          VARCHAR(256) NOT NULL PRIMARY KEY,
    setting     VARCHAR(4096) NOT NULL,
    modified_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    modified_by VARCHAR(512) NOT NULL
);
