-- Version 22 of control: the directory knows its users by ids of their own, so that whoever runs it has no id that stands on boards.

-- Directories that know somebody already go on knowing them by what they were told.
ALTER TABLE directory_user ADD COLUMN id TEXT NOT NULL DEFAULT '';
UPDATE directory_user SET id = person_id;
CREATE UNIQUE INDEX ix_directory_user_id ON directory_user (id);
