-- Version 13 of control: roles, of which reviewing fair play was the only one.

-- role: 1 steward, 2 lead, 3 finance, 4 auditor. given_by: as in consent_change.
CREATE TABLE person_role (
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    role INTEGER NOT NULL,
    since INTEGER NOT NULL,
    given_by TEXT NOT NULL,
    PRIMARY KEY (person_id, role)
);

-- Who made somebody a steward was not kept.
INSERT INTO person_role (person_id, role, since, given_by)
SELECT id, 1, steward_since, 'administrator' FROM person WHERE steward_since IS NOT NULL;

ALTER TABLE person DROP COLUMN steward_since;
