-- Version 18 of control: identities that an administrator has looked at and that are nobody's.

ALTER TABLE identity ADD COLUMN set_aside_at INTEGER NULL;
