-- The oldest group commit that is kept, or will be: where all have expired, the one after the last signed head.
SELECT coalesce((SELECT min(seq) FROM ledger_batch), (SELECT max(seq) + 1 FROM ledger_head), 1);
