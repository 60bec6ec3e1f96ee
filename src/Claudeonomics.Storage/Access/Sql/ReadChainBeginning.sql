-- The first batch that is there; one past the last head when none is.
SELECT COALESCE((SELECT MIN(seq) FROM access_batch), (SELECT MAX(seq) + 1 FROM access_head), 1);
