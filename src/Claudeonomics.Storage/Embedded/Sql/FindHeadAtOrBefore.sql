-- The newest signed head up to a batch.
SELECT seq FROM ledger_head WHERE seq <= @seq ORDER BY seq DESC LIMIT 1;
