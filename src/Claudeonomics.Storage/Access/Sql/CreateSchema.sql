-- The access log, schema 1. What each table means stands above it.

-- One row per batch of entries (JSON, compressed), chained by their hashes as the ledger's batches are.
CREATE TABLE IF NOT EXISTS access_batch (
  seq INTEGER NOT NULL PRIMARY KEY,
  written_at INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  format INTEGER NOT NULL,
  previous_hash BLOB NOT NULL,
  hash BLOB NOT NULL,
  body BLOB NOT NULL
) STRICT;

-- Heads of the chain, signed with the store's own key; the first one kept is where verification starts.
CREATE TABLE IF NOT EXISTS access_head (
  seq INTEGER NOT NULL PRIMARY KEY,
  hash BLOB NOT NULL,
  signed_at INTEGER NOT NULL,
  signature BLOB NOT NULL
) STRICT;

-- Which batches have entries about a person: finds them; says nothing that the batches do not.
CREATE TABLE IF NOT EXISTS access_subject (
  subject INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (subject, seq)
) STRICT, WITHOUT ROWID;

-- Which person a number in the entries stands for, one number for each month. Erasing a person deletes theirs, and nothing else leads to them.
CREATE TABLE IF NOT EXISTS access_reference (
  number INTEGER NOT NULL PRIMARY KEY,
  person TEXT NOT NULL,
  month TEXT NOT NULL,
  UNIQUE (person, month)
) STRICT;
