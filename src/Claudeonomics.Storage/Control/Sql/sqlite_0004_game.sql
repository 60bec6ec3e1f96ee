-- Version 4 of control: declared automation, and sealed seasons.

ALTER TABLE person ADD COLUMN is_automation INTEGER NOT NULL DEFAULT 0;

-- month: its first day. header and hash: Core/Ranking/Seasons.
CREATE TABLE sealed_season (
    month TEXT NOT NULL PRIMARY KEY,
    rules_version TEXT NOT NULL,
    header BLOB NOT NULL,
    entries_hash BLOB NOT NULL,
    hash BLOB NOT NULL,
    sealed_at INTEGER NOT NULL
);

-- A person's line goes with the person; its hash stays in entries_hash, so that the season still verifies.
CREATE TABLE sealed_season_entry (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    month TEXT NOT NULL REFERENCES sealed_season (month) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    person_id TEXT NULL REFERENCES person (id) ON DELETE CASCADE,
    line TEXT NOT NULL
);
CREATE UNIQUE INDEX ix_sealed_season_entry_month_place ON sealed_season_entry (month, place);
CREATE INDEX ix_sealed_season_entry_person_id ON sealed_season_entry (person_id);
