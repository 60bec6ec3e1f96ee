-- The oldest group commit that is kept.
SELECT seq FROM ledger_batch ORDER BY seq LIMIT 1;
