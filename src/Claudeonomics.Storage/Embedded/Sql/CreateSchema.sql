-- The embedded ledger, schema 1. What each table means stands above it.

-- Facts about the store itself, such as its time zone.
CREATE TABLE ledger_meta (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Which price book was in force from which batch on, whole, so that folding again gives the same sums.
CREATE TABLE price_book (
  from_seq INTEGER NOT NULL PRIMARY KEY,
  version TEXT NOT NULL,
  texts TEXT NOT NULL
) STRICT;

-- One row per group commit: the facts of one or many requests, packed (see BatchFormat), chained by their hashes.
CREATE TABLE ledger_batch (
  seq INTEGER NOT NULL PRIMARY KEY,
  received_at INTEGER NOT NULL,
  facts INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  format INTEGER NOT NULL,
  previous_hash BLOB NOT NULL,
  hash BLOB NOT NULL,
  body BLOB NOT NULL
) STRICT;

-- Which agent, provider and model a number in the batches stands for; a copy of what the batches spell out.
CREATE TABLE call_origin (
  number INTEGER NOT NULL PRIMARY KEY,
  agent TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL
) STRICT;

-- Heads of the chain, signed with the store's own key; the first one kept is where verification starts.
CREATE TABLE ledger_head (
  seq INTEGER NOT NULL PRIMARY KEY,
  hash BLOB NOT NULL,
  signed_at INTEGER NOT NULL,
  signature BLOB NOT NULL
) STRICT;

-- Up to which batch the roll-ups below were folded, and that batch's hash. One row.
CREATE TABLE checkpoint (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL,
  hot_from INTEGER NOT NULL
) STRICT;

-- What a dimension's number in the roll-ups stands for.
CREATE TABLE dimension (
  number INTEGER NOT NULL PRIMARY KEY,
  agent TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  tier INTEGER NOT NULL,
  speed INTEGER NOT NULL,
  service_tier INTEGER NOT NULL,
  geography INTEGER NOT NULL,
  price_book TEXT NOT NULL,
  who INTEGER NOT NULL,
  evidence INTEGER NOT NULL,
  source INTEGER NOT NULL
) STRICT;

-- What an agent's number in the roll-ups stands for, and whether it ever gave a signal.
CREATE TABLE agent (
  number INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  has_signals INTEGER NOT NULL
) STRICT;

-- Roll-up rows of one company day that one checkpoint, or the merging of several, wrote. Rows of all segments of a day add up.
CREATE TABLE rollup_segment (
  day INTEGER NOT NULL,
  segment INTEGER NOT NULL,
  level INTEGER NOT NULL,
  PRIMARY KEY (day, segment)
) STRICT, WITHOUT ROWID;

-- Some of a segment's rows of one kind (see RollupKind), sorted; the first one's identity or conversation finds the block.
CREATE TABLE rollup_block (
  id INTEGER NOT NULL PRIMARY KEY,
  day INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  segment INTEGER NOT NULL,
  first_key INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX rollup_block_place ON rollup_block (day, kind, segment, first_key);
