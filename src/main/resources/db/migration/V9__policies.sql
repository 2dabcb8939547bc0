-- Groups and tags of principals, policies, and what is attached to whom. The same text runs on H2 and PostgreSQL.

-- Groups were only names in memberships so far; each that somebody is in is one now, and the administrators' is there in any case.
CREATE TABLE user_group (
    name        VARCHAR(128) NOT NULL PRIMARY KEY,
    folded_name VARCHAR(128) NOT NULL UNIQUE,
    created_at  TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
INSERT INTO user_group (name, folded_name, created_at)
SELECT MIN(group_name), LOWER(group_name), CURRENT_TIMESTAMP
FROM (SELECT group_name FROM local_user_group UNION SELECT 'administrators') every_group
GROUP BY LOWER(group_name);

CREATE TABLE local_user_tag (
    user_name VARCHAR(64) NOT NULL REFERENCES local_user (name) ON DELETE CASCADE,
    tag_key   VARCHAR(128) NOT NULL,
    tag_value VARCHAR(256) NOT NULL,
    PRIMARY KEY (user_name, tag_key)
);

-- trust_policy: null for a role made before there were policies, whose trust the other columns say.
ALTER TABLE assumable_role ADD COLUMN trust_policy TEXT;
ALTER TABLE assumable_role ADD COLUMN description VARCHAR(1000) DEFAULT '' NOT NULL;

CREATE TABLE assumable_role_tag (
    role_id   VARCHAR(32) NOT NULL REFERENCES assumable_role (id) ON DELETE CASCADE,
    tag_key   VARCHAR(128) NOT NULL,
    tag_value VARCHAR(256) NOT NULL,
    PRIMARY KEY (role_id, tag_key)
);

-- The policies a role session was given on the way, as a JSON array of documents; null for none.
ALTER TABLE session_credential ADD COLUMN session_policies TEXT;

CREATE TABLE managed_policy (
    id              VARCHAR(32) NOT NULL PRIMARY KEY,
    name            VARCHAR(128) NOT NULL UNIQUE,
    folded_name     VARCHAR(128) NOT NULL UNIQUE,
    description     VARCHAR(1000) NOT NULL,
    default_version INTEGER NOT NULL,
    -- numbers never come again, whatever was deleted
    last_version    INTEGER NOT NULL,
    created_at      TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    updated_at      TIMESTAMP(3) WITH TIME ZONE NOT NULL
);

CREATE TABLE managed_policy_version (
    policy_id  VARCHAR(32) NOT NULL REFERENCES managed_policy (id) ON DELETE CASCADE,
    version    INTEGER NOT NULL,
    document   TEXT NOT NULL,
    created_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    created_by VARCHAR(512) NOT NULL,
    PRIMARY KEY (policy_id, version)
);

CREATE TABLE managed_policy_tag (
    policy_id VARCHAR(32) NOT NULL REFERENCES managed_policy (id) ON DELETE CASCADE,
    tag_key   VARCHAR(128) NOT NULL,
    tag_value VARCHAR(256) NOT NULL,
    PRIMARY KEY (policy_id, tag_key)
);

-- By ARN: policies that come with Postern are in no table. subject_kind is USER, GROUP or ROLE.
CREATE TABLE policy_attachment (
    subject_kind VARCHAR(8) NOT NULL,
    subject_name VARCHAR(128) NOT NULL,
    policy_arn   VARCHAR(512) NOT NULL,
    attached_at  TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    PRIMARY KEY (subject_kind, subject_name, policy_arn)
);

CREATE TABLE inline_policy (
    subject_kind VARCHAR(8) NOT NULL,
    subject_name VARCHAR(128) NOT NULL,
    name         VARCHAR(128) NOT NULL,
    document     TEXT NOT NULL,
    PRIMARY KEY (subject_kind, subject_name, name)
);

CREATE TABLE permissions_boundary (
    subject_kind VARCHAR(8) NOT NULL,
    subject_name VARCHAR(128) NOT NULL,
    policy_arn   VARCHAR(512) NOT NULL,
    PRIMARY KEY (subject_kind, subject_name)
);

-- Who was an administrator by a rule in the code is one by a policy now.
INSERT INTO policy_attachment (subject_kind, subject_name, policy_arn, attached_at)
VALUES ('GROUP', 'administrators', 'arn:aws:iam::aws:policy/AdministratorAccess', CURRENT_TIMESTAMP);
INSERT INTO policy_attachment (subject_kind, subject_name, policy_arn, attached_at)
SELECT 'ROLE', name, 'arn:aws:iam::aws:policy/AdministratorAccess', CURRENT_TIMESTAMP
FROM assumable_role WHERE administrator;
ALTER TABLE assumable_role ALTER COLUMN administrator SET DEFAULT FALSE;
ALTER TABLE assumable_role ALTER COLUMN trusts_everyone SET DEFAULT FALSE;

-- Whoever started a session is asked again whether they may: as what they started it, with which key, under which circumstances (condition
-- keys as a JSON object), and whether they named its document.
ALTER TABLE sessions ADD COLUMN owner_id VARCHAR(128) DEFAULT '' NOT NULL;
ALTER TABLE sessions ADD COLUMN owner_key VARCHAR(128) DEFAULT '' NOT NULL;
ALTER TABLE sessions ADD COLUMN owner_circumstances TEXT;
ALTER TABLE sessions ADD COLUMN document_named BOOLEAN DEFAULT TRUE NOT NULL;
