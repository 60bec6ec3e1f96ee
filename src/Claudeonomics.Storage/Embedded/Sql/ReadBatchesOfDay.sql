-- Group commits from one on that were received before a moment and hold a fact of a stretch of time, in order.
SELECT seq, received_at, facts, first_at, last_at, format, previous_hash, hash, body
FROM ledger_batch
WHERE seq >= @from AND received_at < @received_before AND last_at >= @since AND first_at < @until
ORDER BY seq;
