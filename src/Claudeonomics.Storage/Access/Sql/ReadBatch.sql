-- One batch.
SELECT seq, written_at, entries, first_at, last_at, format, previous_hash, hash, body FROM access_batch WHERE seq = @seq;
