-- The newest group commit's place in the chain.
SELECT seq, received_at, hash FROM ledger_batch ORDER BY seq DESC LIMIT 1;
