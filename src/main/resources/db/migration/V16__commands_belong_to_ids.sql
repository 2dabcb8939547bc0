-- A name may be somebody else's tomorrow; an id is nobody's twice. The same text runs on H2 and PostgreSQL.
ALTER TABLE command ADD COLUMN owner_id VARCHAR(128) DEFAULT '' NOT NULL;
