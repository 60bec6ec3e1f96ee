-- Version 15 of control: what takes two people.

-- kind: 1 unmask, 2 trace, 3 lift a policy, 4 export. asked_as: person, key:ID or administrator. is_approved: NULL until somebody decided.
CREATE TABLE approval (
    id TEXT NOT NULL PRIMARY KEY,
    kind INTEGER NOT NULL,
    subject TEXT NOT NULL,
    reason TEXT NOT NULL,
    asked_as TEXT NOT NULL,
    asked_by_person_id TEXT NULL REFERENCES person (id) ON DELETE SET NULL,
    asked_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    decided_by_person_id TEXT NULL REFERENCES person (id) ON DELETE SET NULL,
    decided_at INTEGER NULL,
    is_approved INTEGER NULL,
    used_at INTEGER NULL
);
CREATE INDEX ix_approval_asked_at ON approval (asked_at);
CREATE INDEX ix_approval_asked_by_person_id ON approval (asked_by_person_id);
CREATE INDEX ix_approval_decided_by_person_id ON approval (decided_by_person_id);
