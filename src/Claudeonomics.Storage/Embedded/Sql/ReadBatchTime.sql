-- When a group commit was received; the first one from a number on.
SELECT seq, received_at FROM ledger_batch WHERE seq >= @seq ORDER BY seq LIMIT 1;
