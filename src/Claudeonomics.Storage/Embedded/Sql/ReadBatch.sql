-- One group commit.
SELECT seq, received_at, facts, first_at, last_at, format, previous_hash, hash, body FROM ledger_batch WHERE seq = @seq;
