-- Whether a code of the user's second factor stood behind temporary credentials. The same text runs on H2 and PostgreSQL.
ALTER TABLE session_credential ADD COLUMN multi_factor BOOLEAN DEFAULT FALSE NOT NULL;
