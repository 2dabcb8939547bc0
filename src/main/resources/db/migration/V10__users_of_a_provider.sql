-- Users whom an identity provider vouches for, their sessions there, and what ended those. The same text runs on H2 and PostgreSQL.

-- Known by issuer and subject; both are there, or a password is.
ALTER TABLE local_user ALTER COLUMN password_hash DROP NOT NULL;
ALTER TABLE local_user ADD COLUMN issuer VARCHAR(200);
ALTER TABLE local_user ADD COLUMN subject VARCHAR(255);
ALTER TABLE local_user ADD CONSTRAINT local_user_by_subject UNIQUE (issuer, subject);

-- Replaced at every sign-in; the others stay.
ALTER TABLE local_user_group ADD COLUMN from_provider BOOLEAN DEFAULT FALSE NOT NULL;

-- Whose session a logout is for: by the front channel the provider names nothing but this.
CREATE TABLE provider_session (
    issuer    VARCHAR(200) NOT NULL,
    sid       VARCHAR(255) NOT NULL,
    user_name VARCHAR(64) NOT NULL REFERENCES local_user (name) ON DELETE CASCADE,
    began_at  TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (issuer, sid)
);
CREATE INDEX provider_session_by_age ON provider_session (began_at);

-- A logout token ends sessions once.
CREATE TABLE used_logout_token (
    id_hash      CHAR(64) NOT NULL PRIMARY KEY,
    forgotten_at TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
