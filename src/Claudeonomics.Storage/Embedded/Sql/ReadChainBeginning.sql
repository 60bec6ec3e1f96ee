-- The oldest group commit that is kept, or will be.
SELECT coalesce(min(seq), 1) FROM ledger_batch;
