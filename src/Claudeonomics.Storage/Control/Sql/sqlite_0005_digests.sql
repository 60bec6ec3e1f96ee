-- Version 5 of control: channels that digests go to, and what was sent.

-- kind: 1 Slack, 2 webhook.
CREATE TABLE digest_channel (
    id TEXT NOT NULL PRIMARY KEY,
    kind INTEGER NOT NULL,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    secret TEXT NULL,
    team_id TEXT NULL REFERENCES team (id) ON DELETE CASCADE,
    is_weekly INTEGER NOT NULL,
    is_seasonal INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL
);
CREATE INDEX ix_digest_channel_team_id ON digest_channel (team_id);

-- occasion: 1 week, 2 season, 3 test. state: 1 waiting, 2 delivered, 3 failed, 4 withheld.
CREATE TABLE digest_delivery (
    id TEXT NOT NULL PRIMARY KEY,
    channel_id TEXT NOT NULL REFERENCES digest_channel (id) ON DELETE CASCADE,
    occasion INTEGER NOT NULL,
    from_day TEXT NOT NULL,
    until_day TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    state INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    last_attempt_at INTEGER NULL,
    next_attempt_at INTEGER NULL,
    answer TEXT NULL
);
-- A week or season is told to a channel once.
CREATE UNIQUE INDEX ix_digest_delivery_channel_id_occasion_from_day ON digest_delivery (channel_id, occasion, from_day) WHERE occasion <> 3;
CREATE INDEX ix_digest_delivery_next_attempt_at ON digest_delivery (next_attempt_at);
