-- Version 24 of control: teams move in the tree as people move between teams, dated.

-- The day a team was made. What is arranged on that day holds for all days before.
ALTER TABLE team ADD COLUMN since_day TEXT NOT NULL DEFAULT '0001-01-01';

-- A team stood below another, or below none, until a day (excluded), since it left the place before that one.
CREATE TABLE former_team_place (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    team_id TEXT NOT NULL REFERENCES team (id) ON DELETE RESTRICT,
    parent_id TEXT NULL REFERENCES team (id) ON DELETE RESTRICT,
    until_day TEXT NOT NULL
);
CREATE UNIQUE INDEX ix_former_team_place_team_id ON former_team_place (team_id, until_day);
CREATE INDEX ix_former_team_place_parent_id ON former_team_place (parent_id);
