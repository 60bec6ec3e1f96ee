-- Up to where the roll-ups were folded.
INSERT INTO checkpoint (id, seq, hash, hot_from) VALUES (1, @seq, @hash, @hot_from)
ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, hot_from = excluded.hot_from;
