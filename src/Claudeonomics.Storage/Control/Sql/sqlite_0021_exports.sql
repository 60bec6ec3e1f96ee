-- Version 21 of control: copies of boards that were taken out as files.

-- number: what the copy's marks are made of. asked_as: person, key:ID or administrator. view: the board's choices as a query. AUTOINCREMENT: a number that was given out is
-- never given out again.
CREATE TABLE export_copy (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    approval_id TEXT NOT NULL,
    asked_as TEXT NOT NULL,
    asked_by_person_id TEXT NULL REFERENCES person (id) ON DELETE SET NULL,
    approved_by_person_id TEXT NULL REFERENCES person (id) ON DELETE SET NULL,
    board TEXT NOT NULL,
    view TEXT NOT NULL,
    format TEXT NOT NULL,
    snapshot INTEGER NOT NULL,
    made_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX ix_export_copy_approval_id ON export_copy (approval_id);
CREATE INDEX ix_export_copy_asked_by_person_id ON export_copy (asked_by_person_id);
CREATE INDEX ix_export_copy_approved_by_person_id ON export_copy (approved_by_person_id);
