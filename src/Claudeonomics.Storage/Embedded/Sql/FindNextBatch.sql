-- The number after the newest group commit's, whether that is kept or has expired; 0 before the first.
SELECT coalesce((SELECT max(seq) FROM ledger_batch), (SELECT max(seq) FROM ledger_head), -1) + 1;
