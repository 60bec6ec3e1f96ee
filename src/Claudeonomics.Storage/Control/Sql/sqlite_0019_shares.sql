-- Version 19 of control: links to one view of a board.

-- hash: SHA-256 of the link's secret. shared_as: person, key:ID or administrator. view: the board's choices as a query.
CREATE TABLE share (
    id TEXT NOT NULL PRIMARY KEY,
    hash BLOB NOT NULL,
    board TEXT NOT NULL,
    view TEXT NOT NULL,
    audience TEXT NOT NULL,
    shared_as TEXT NOT NULL,
    shared_by_person_id TEXT NULL REFERENCES person (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER NULL
);
CREATE UNIQUE INDEX ix_share_hash ON share (hash);
CREATE INDEX ix_share_expires_at ON share (expires_at);
CREATE INDEX ix_share_shared_by_person_id ON share (shared_by_person_id);
