-- Version 10 of control: what teams want of their seasons.

-- month: its first day. kind, percent, weeks: Core/Ranking/Goals.
CREATE TABLE season_goal (
    team_id TEXT NOT NULL REFERENCES team (id) ON DELETE CASCADE,
    month TEXT NOT NULL,
    kind INTEGER NOT NULL,
    percent INTEGER NOT NULL,
    weeks INTEGER NOT NULL,
    set_at INTEGER NOT NULL,
    set_by TEXT NOT NULL,
    PRIMARY KEY (team_id, month)
);
CREATE INDEX ix_season_goal_month ON season_goal (month);
