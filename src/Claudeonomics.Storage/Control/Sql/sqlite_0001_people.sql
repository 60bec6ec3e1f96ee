-- Version 1 of control: people, teams, keys, identities, invites, sign-in and consent.

CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- participation: 0 no, 1 private, 2 pseudonym, 3 named. Moments (..._at) are milliseconds since 1970 UTC, days are yyyy-MM-dd.
CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    name TEXT NOT NULL,
    pseudonym TEXT NOT NULL,
    participation INTEGER NOT NULL,
    time_zone TEXT NULL,
    working_days_per_week REAL NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX ix_person_email_key ON person (email_key);
CREATE UNIQUE INDEX ix_person_pseudonym ON person (pseudonym);

CREATE TABLE team (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    parent_id TEXT NULL REFERENCES team (id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX ix_team_name_key ON team (name_key);
CREATE INDEX ix_team_parent_id ON team (parent_id);

CREATE TABLE membership (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    team_id TEXT NOT NULL REFERENCES team (id) ON DELETE RESTRICT,
    from_day TEXT NOT NULL,
    until_day TEXT NOT NULL
);
CREATE INDEX ix_membership_person_id ON membership (person_id);
CREATE INDEX ix_membership_team_id ON membership (team_id);

CREATE TABLE consent_change (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    before INTEGER NOT NULL,
    after INTEGER NOT NULL,
    changed_by TEXT NOT NULL
);
CREATE INDEX ix_consent_change_person_id ON consent_change (person_id);

-- AUTOINCREMENT: a number that was given out is never given out again, whatever was deleted.
-- kind: 0 person, 1 e-mail, 2 account, 3 installation.
CREATE TABLE identity (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind INTEGER NOT NULL,
    value TEXT NULL,
    registered_at INTEGER NOT NULL,
    retired_at INTEGER NULL
);
CREATE UNIQUE INDEX ix_identity_kind_value ON identity (kind, value) WHERE retired_at IS NULL;

CREATE TABLE identity_owner (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    identity_number INTEGER NOT NULL REFERENCES identity (number) ON DELETE RESTRICT,
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    from_day TEXT NOT NULL,
    until_day TEXT NOT NULL
);
CREATE INDEX ix_identity_owner_identity_number ON identity_owner (identity_number);
CREATE INDEX ix_identity_owner_person_id ON identity_owner (person_id);

-- kind: 1 ingest, 2 read, 3 admin. hash: SHA-256 of the key.
CREATE TABLE api_key (
    id TEXT NOT NULL PRIMARY KEY,
    kind INTEGER NOT NULL,
    person_id TEXT NULL REFERENCES person (id) ON DELETE CASCADE,
    hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    revoked_at INTEGER NULL,
    last_used_on TEXT NULL
);
CREATE INDEX ix_api_key_person_id ON api_key (person_id);

CREATE TABLE invite (
    id TEXT NOT NULL PRIMARY KEY,
    hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    max_uses INTEGER NOT NULL,
    uses INTEGER NOT NULL,
    team_id TEXT NULL REFERENCES team (id) ON DELETE SET NULL,
    revoked_at INTEGER NULL
);
CREATE INDEX ix_invite_team_id ON invite (team_id);

CREATE TABLE sign_in_link (
    id TEXT NOT NULL PRIMARY KEY,
    hash BLOB NOT NULL,
    person_id TEXT NULL REFERENCES person (id) ON DELETE CASCADE,
    is_administrator INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
);
CREATE INDEX ix_sign_in_link_person_id ON sign_in_link (person_id);

CREATE TABLE session (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NULL REFERENCES person (id) ON DELETE CASCADE,
    is_administrator INTEGER NOT NULL,
    key_id TEXT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
);
CREATE INDEX ix_session_person_id ON session (person_id);
