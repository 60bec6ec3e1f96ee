-- Up to where the roll-ups were folded.
SELECT seq, hash, hot_from FROM checkpoint WHERE id = 1;
