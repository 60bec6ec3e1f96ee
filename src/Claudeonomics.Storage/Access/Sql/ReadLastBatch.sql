-- The head of the chain.
SELECT seq, hash FROM access_batch ORDER BY seq DESC LIMIT 1;
