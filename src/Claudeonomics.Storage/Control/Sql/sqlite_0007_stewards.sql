-- Version 7 of control: stewards of fair play, and one declaration of automation for each person.

-- Since when somebody reviews fair play; NULL for who does not.
ALTER TABLE person ADD COLUMN steward_since INTEGER NULL;

-- is_whole: the entry stands for machines, all of it; otherwise what runs headless under its name does. declared_by: as in consent_change.
ALTER TABLE automation_declaration ADD COLUMN declared_by TEXT NOT NULL DEFAULT 'self';
ALTER TABLE automation_declaration ADD COLUMN is_whole INTEGER NOT NULL DEFAULT 0;

-- When administrators declared entries was not kept: they count as declared when they were made.
INSERT INTO automation_declaration (person_id, declared_at, declared_by, is_whole)
SELECT id, created_at, 'administrator', 1 FROM person WHERE is_automation = 1
ON CONFLICT (person_id) DO UPDATE SET is_whole = 1, declared_by = excluded.declared_by;

ALTER TABLE person DROP COLUMN is_automation;
