-- Passkeys of local users. The same text runs on H2 and PostgreSQL.

-- Ids, handles, keys and attestations are Base64 for URLs. Nothing here opens anything: the private keys are with the authenticators.
-- user_handle is what authenticators know the user by: whoever is made again under the name has another.
CREATE TABLE passkey (
    id              VARCHAR(1364) NOT NULL PRIMARY KEY,
    user_name       VARCHAR(64) NOT NULL REFERENCES local_user (name) ON DELETE CASCADE,
    user_handle     VARCHAR(64) NOT NULL,
    name            VARCHAR(64) NOT NULL,
    public_key      VARCHAR(4096) NOT NULL,
    attestation     VARCHAR(16384) NOT NULL,
    transports      VARCHAR(256) NOT NULL,
    sign_count      BIGINT NOT NULL,
    backup_eligible BOOLEAN NOT NULL,
    created_at      TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    last_used_at    TIMESTAMP(3) WITH TIME ZONE
);

CREATE INDEX passkey_user_name ON passkey (user_name);
CREATE INDEX passkey_user_handle ON passkey (user_handle);
