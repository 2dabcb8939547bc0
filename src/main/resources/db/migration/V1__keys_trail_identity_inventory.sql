-- Runs unchanged on H2 and PostgreSQL: BYTEA and TEXT are aliases both know, names are never quoted, no word is reserved in either.

-- keys ---------------------------------------------------------------------------------------------------------------

-- One known text sealed under each version of the master key: a wrong key is noticed at start, not at the first sign-in.
CREATE TABLE master_key_check (
    key_version INTEGER NOT NULL PRIMARY KEY,
    sealed      VARCHAR(256) NOT NULL
);

-- trail --------------------------------------------------------------------------------------------------------------

CREATE TABLE trail_entry (
    sequence      BIGINT NOT NULL PRIMARY KEY,
    id            UUID NOT NULL UNIQUE,
    occurred_at   TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    action        VARCHAR(128) NOT NULL,
    actor_arn     VARCHAR(512) NOT NULL,
    actor_name    VARCHAR(256) NOT NULL,
    actor_address VARCHAR(64),
    outcome       VARCHAR(16) NOT NULL,
    resource      VARCHAR(2048) NOT NULL,
    node          VARCHAR(64),
    session_id    VARCHAR(128),
    details       TEXT NOT NULL,
    follows       UUID,
    previous_hash CHAR(64) NOT NULL,
    hash          CHAR(64) NOT NULL
);

-- The chain's head is one row: whoever appends holds it, so sequences have no gaps whatever the number of servers.
CREATE TABLE trail_head (
    id       INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    sequence BIGINT NOT NULL,
    hash     CHAR(64) NOT NULL
);
INSERT INTO trail_head (id, sequence, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- identity -----------------------------------------------------------------------------------------------------------

-- folded_name: names that differ only in case are one name, as in IAM.
CREATE TABLE local_user (
    name          VARCHAR(64) NOT NULL PRIMARY KEY,
    folded_name   VARCHAR(64) NOT NULL UNIQUE,
    password_hash VARCHAR(256) NOT NULL,
    enabled       BOOLEAN NOT NULL,
    created_at    TIMESTAMP(3) WITH TIME ZONE NOT NULL
);

CREATE TABLE local_user_group (
    user_name  VARCHAR(64) NOT NULL REFERENCES local_user (name) ON DELETE CASCADE,
    group_name VARCHAR(128) NOT NULL,
    PRIMARY KEY (user_name, group_name)
);

CREATE TABLE access_key (
    id            VARCHAR(128) NOT NULL PRIMARY KEY,
    user_name     VARCHAR(64) NOT NULL REFERENCES local_user (name) ON DELETE CASCADE,
    sealed_secret VARCHAR(1024) NOT NULL,
    enabled       BOOLEAN NOT NULL,
    created_at    TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    last_used_at  TIMESTAMP(3) WITH TIME ZONE
);
CREATE INDEX access_key_by_user ON access_key (user_name);

-- By the name that was typed, whether or not such a user exists: being locked must not tell which names are real.
CREATE TABLE sign_in_failure (
    account        VARCHAR(64) NOT NULL PRIMARY KEY,
    failures       INTEGER NOT NULL,
    last_failed_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    locked_until   TIMESTAMP(3) WITH TIME ZONE
);

CREATE TABLE sign_in_link (
    token_hash CHAR(64) NOT NULL PRIMARY KEY,
    user_name  VARCHAR(64) NOT NULL REFERENCES local_user (name) ON DELETE CASCADE,
    expires_at TIMESTAMP(3) WITH TIME ZONE NOT NULL
);

-- Browser sessions; shape as spring-session-jdbc 4.1 wants it (schema-h2.sql, schema-postgresql.sql).
CREATE TABLE spring_session (
    primary_id            CHAR(36) NOT NULL,
    session_id            CHAR(36) NOT NULL,
    creation_time         BIGINT NOT NULL,
    last_access_time      BIGINT NOT NULL,
    max_inactive_interval INTEGER NOT NULL,
    expiry_time           BIGINT NOT NULL,
    principal_name        VARCHAR(100),
    CONSTRAINT spring_session_pk PRIMARY KEY (primary_id)
);
CREATE UNIQUE INDEX spring_session_ix1 ON spring_session (session_id);
CREATE INDEX spring_session_ix2 ON spring_session (expiry_time);
CREATE INDEX spring_session_ix3 ON spring_session (principal_name);

CREATE TABLE spring_session_attributes (
    session_primary_id CHAR(36) NOT NULL,
    attribute_name     VARCHAR(200) NOT NULL,
    attribute_bytes    BYTEA NOT NULL,
    CONSTRAINT spring_session_attributes_pk PRIMARY KEY (session_primary_id, attribute_name),
    CONSTRAINT spring_session_attributes_fk FOREIGN KEY (session_primary_id)
        REFERENCES spring_session (primary_id) ON DELETE CASCADE
);

-- inventory ----------------------------------------------------------------------------------------------------------

CREATE TABLE activation (
    id                VARCHAR(36) NOT NULL PRIMARY KEY,
    code_hash         CHAR(64) NOT NULL,
    description       VARCHAR(256) NOT NULL,
    default_node_name VARCHAR(256) NOT NULL,
    iam_role          VARCHAR(64) NOT NULL,
    most              INTEGER NOT NULL,
    registrations     INTEGER NOT NULL,
    created_at        TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    expires_at        TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    created_by        VARCHAR(512) NOT NULL,
    CONSTRAINT activation_not_overdrawn CHECK (registrations BETWEEN 0 AND most)
);

CREATE TABLE activation_tag (
    activation_id VARCHAR(36) NOT NULL REFERENCES activation (id) ON DELETE CASCADE,
    tag_key       VARCHAR(128) NOT NULL,
    tag_value     VARCHAR(256) NOT NULL,
    PRIMARY KEY (activation_id, tag_key)
);

-- activation_id is no foreign key: nodes outlive the activation they came in by.
CREATE TABLE node (
    id               VARCHAR(20) NOT NULL PRIMARY KEY,
    given_name       VARCHAR(256) NOT NULL,
    computer_name    VARCHAR(255) NOT NULL,
    address          VARCHAR(46) NOT NULL,
    platform_type    VARCHAR(16) NOT NULL,
    platform_name    VARCHAR(128) NOT NULL,
    platform_version VARCHAR(128) NOT NULL,
    agent_name       VARCHAR(64) NOT NULL,
    agent_version    VARCHAR(64) NOT NULL,
    activation_id    VARCHAR(36) NOT NULL,
    iam_role         VARCHAR(64) NOT NULL,
    fingerprint      VARCHAR(64) NOT NULL,
    public_key       BYTEA NOT NULL,
    registered_at    TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    last_seen        TIMESTAMP(3) WITH TIME ZONE
);

CREATE TABLE node_tag (
    node_id   VARCHAR(20) NOT NULL REFERENCES node (id) ON DELETE CASCADE,
    tag_key   VARCHAR(128) NOT NULL,
    tag_value VARCHAR(256) NOT NULL,
    PRIMARY KEY (node_id, tag_key)
);

-- sealed holds the secret access key and the session token.
CREATE TABLE node_credential (
    access_key_id VARCHAR(20) NOT NULL PRIMARY KEY,
    node_id       VARCHAR(20) NOT NULL REFERENCES node (id) ON DELETE CASCADE,
    sealed        VARCHAR(512) NOT NULL,
    expires_at    TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
CREATE INDEX node_credential_by_node ON node_credential (node_id, expires_at);
CREATE INDEX node_credential_by_expiry ON node_credential (expires_at);
