-- What users prove themselves by beside their password. The same text runs on H2 and PostgreSQL.

-- sealed holds the key that the user's authenticator has; last_step is the newest step of thirty seconds a code of which was taken.
CREATE TABLE second_factor (
    user_name   VARCHAR(64) NOT NULL PRIMARY KEY REFERENCES local_user (name) ON DELETE CASCADE,
    sealed      VARCHAR(512) NOT NULL,
    last_step   BIGINT NOT NULL,
    enrolled_at TIMESTAMP(3) WITH TIME ZONE NOT NULL
);

-- Hashes of those that are left.
CREATE TABLE recovery_code (
    user_name VARCHAR(64) NOT NULL REFERENCES second_factor (user_name) ON DELETE CASCADE,
    code_hash VARCHAR(64) NOT NULL,
    PRIMARY KEY (user_name, code_hash)
);
