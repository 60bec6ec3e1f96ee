-- Version 14 of control: what people agreed to, by purpose and version of its text. How somebody takes part follows from it and is kept nowhere else.

-- purpose: 1 ranked, 2 listed, 3 named, 4 team. given_by, withdrawn_by: self, invite:ID, key:ID or import. withdrawn_at: NULL while it holds.
CREATE TABLE consent (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    purpose INTEGER NOT NULL,
    version INTEGER NOT NULL,
    given_at INTEGER NOT NULL,
    given_by TEXT NOT NULL,
    withdrawn_at INTEGER NULL,
    withdrawn_by TEXT NULL
);
CREATE INDEX ix_consent_person_id ON consent (person_id);
CREATE UNIQUE INDEX ix_consent_person_id_purpose ON consent (person_id, purpose) WHERE withdrawn_at IS NULL;

-- Participation was 0 no, 1 private, 2 pseudonym, 3 named: each agreed to the purposes up to its own number.
INSERT INTO consent (person_id, purpose, version, given_at, given_by, withdrawn_at, withdrawn_by)
SELECT given.person_id, purpose.number, 1, given.at, given.changed_by, ended.at, ended.changed_by
FROM consent_change AS given
JOIN (SELECT 1 AS number UNION ALL SELECT 2 UNION ALL SELECT 3) AS purpose ON given.before < purpose.number AND given.after >= purpose.number
LEFT JOIN consent_change AS ended ON ended.id = (
    SELECT MIN(later.id) FROM consent_change AS later
    WHERE later.person_id = given.person_id AND later.id > given.id AND later.before >= purpose.number AND later.after < purpose.number)
ORDER BY given.id, purpose.number;

-- Of whom no change was written down.
INSERT INTO consent (person_id, purpose, version, given_at, given_by, withdrawn_at, withdrawn_by)
SELECT person.id, purpose.number, 1, person.created_at, 'import', NULL, NULL
FROM person JOIN (SELECT 1 AS number UNION ALL SELECT 2 UNION ALL SELECT 3) AS purpose ON person.participation >= purpose.number
WHERE NOT EXISTS (
    SELECT 1 FROM consent WHERE consent.person_id = person.id AND consent.purpose = purpose.number AND consent.withdrawn_at IS NULL);

DROP TABLE consent_change;
ALTER TABLE person DROP COLUMN participation;
