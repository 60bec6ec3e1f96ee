-- Facts of the group commits that ReadBatchesOfDay reads.
SELECT coalesce(sum(facts), 0)
FROM ledger_batch
WHERE seq >= @from AND last_at >= @since AND first_at < @until;
