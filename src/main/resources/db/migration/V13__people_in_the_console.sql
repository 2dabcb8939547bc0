-- When users were last signed in, and whether whoever enters a role may choose session tags. The same text runs on H2 and PostgreSQL.

-- Null: never since this is kept.
ALTER TABLE local_user ADD COLUMN last_sign_in TIMESTAMP(3) WITH TIME ZONE;

-- Of roles whose trust was chosen from a form: those that are there keep what they have.
ALTER TABLE assumable_role ADD COLUMN session_tags BOOLEAN DEFAULT TRUE NOT NULL;

-- What is left of principals that are gone: who bears their name again inherits none of it.
DELETE FROM policy_attachment WHERE subject_kind = 'USER' AND subject_name NOT IN (SELECT name FROM local_user);
DELETE FROM policy_attachment WHERE subject_kind = 'ROLE' AND subject_name NOT IN (SELECT name FROM assumable_role);
DELETE FROM policy_attachment WHERE subject_kind = 'GROUP' AND subject_name NOT IN (SELECT name FROM user_group);
DELETE FROM inline_policy WHERE subject_kind = 'USER' AND subject_name NOT IN (SELECT name FROM local_user);
DELETE FROM inline_policy WHERE subject_kind = 'ROLE' AND subject_name NOT IN (SELECT name FROM assumable_role);
DELETE FROM inline_policy WHERE subject_kind = 'GROUP' AND subject_name NOT IN (SELECT name FROM user_group);
DELETE FROM permissions_boundary WHERE subject_kind = 'USER' AND subject_name NOT IN (SELECT name FROM local_user);
DELETE FROM permissions_boundary WHERE subject_kind = 'ROLE' AND subject_name NOT IN (SELECT name FROM assumable_role);
