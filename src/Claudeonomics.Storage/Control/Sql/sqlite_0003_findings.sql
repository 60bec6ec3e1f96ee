-- Version 3 of control: what the integrity rules found, what is not counted because of it, and who declared automation.

-- kind, step: as in Core/Integrity. evidence: JSON, written and read by the server. Days are text, moments milliseconds.
CREATE TABLE integrity_finding (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    kind INTEGER NOT NULL,
    from_day TEXT NOT NULL,
    until_day TEXT NOT NULL,
    step INTEGER NOT NULL,
    needs_second_look INTEGER NOT NULL,
    is_held INTEGER NOT NULL,
    weighted INTEGER NOT NULL,
    evidence TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    reason TEXT NULL,
    explanation TEXT NULL,
    explained_at INTEGER NULL,
    appeal TEXT NULL,
    appealed_at INTEGER NULL,
    decided_by TEXT NULL,
    decided_at INTEGER NULL
);
CREATE UNIQUE INDEX ix_integrity_finding_person_id_kind_until_day ON integrity_finding (person_id, kind, until_day);

CREATE TABLE not_counted_usage (
    finding_id TEXT NOT NULL REFERENCES integrity_finding (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    identity INTEGER NOT NULL,
    day TEXT NOT NULL,
    agent TEXT NOT NULL,
    provider TEXT NOT NULL,
    model TEXT NOT NULL,
    uncached_input INTEGER NOT NULL,
    cache_read INTEGER NOT NULL,
    cache_write5m INTEGER NOT NULL,
    cache_write1h INTEGER NOT NULL,
    cache_write_unknown INTEGER NOT NULL,
    output INTEGER NOT NULL,
    reasoning INTEGER NOT NULL,
    PRIMARY KEY (finding_id, number)
);

CREATE TABLE automation_declaration (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    declared_at INTEGER NOT NULL
);
