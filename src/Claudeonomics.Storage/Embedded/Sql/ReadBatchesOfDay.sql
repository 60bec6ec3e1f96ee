-- Group commits from one to another that hold a fact of a stretch of time, in order.
SELECT seq, received_at, facts, first_at, last_at, format, previous_hash, hash, body
FROM ledger_batch
WHERE seq >= @from AND seq <= @through AND last_at >= @since AND first_at < @until
ORDER BY seq;
