-- Version 6 of control: private advice, by week and habit.

-- A row: what a habit cost one person in one week (from_day, as integrity judges weeks), as far as its days were read. kind: Core/Advice.
-- most_at and most_saved_nano_usd: the conversation where it cost most. Days are text, moments milliseconds.
CREATE TABLE person_advice (
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    from_day TEXT NOT NULL,
    kind INTEGER NOT NULL,
    saved_nano_usd INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    unpriced_requests INTEGER NOT NULL,
    days INTEGER NOT NULL,
    instead_models TEXT NOT NULL,
    most_at INTEGER NOT NULL,
    most_saved_nano_usd INTEGER NOT NULL,
    PRIMARY KEY (person_id, from_day, kind)
);
CREATE INDEX ix_person_advice_from_day ON person_advice (from_day);
