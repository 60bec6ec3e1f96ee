-- Version 2 of control: devices that command lines were signed in on, and those that wait for it.

CREATE TABLE device (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
CREATE INDEX ix_device_person_id ON device (person_id);

-- Key kind 4 is a device's; device_id says which one's.
ALTER TABLE api_key ADD COLUMN device_id TEXT NULL REFERENCES device (id) ON DELETE CASCADE;
CREATE INDEX ix_api_key_device_id ON api_key (device_id);

-- decision: 0 pending, 1 allowed, 2 denied. Hashes: SHA-256 of the device's code and of the one that a person types.
CREATE TABLE device_sign_in (
    id TEXT NOT NULL PRIMARY KEY,
    hash BLOB NOT NULL,
    user_code_hash BLOB NOT NULL,
    name TEXT NOT NULL,
    known_device_id TEXT NULL,
    expires_at INTEGER NOT NULL,
    polled_at INTEGER NULL,
    interval_seconds INTEGER NOT NULL,
    decision INTEGER NOT NULL,
    person_id TEXT NULL REFERENCES person (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX ix_device_sign_in_user_code_hash ON device_sign_in (user_code_hash);
CREATE INDEX ix_device_sign_in_person_id ON device_sign_in (person_id);
