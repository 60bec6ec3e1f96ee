-- The first and last of the group commits that ReadBatchesOfDay reads, and their facts.
SELECT coalesce(min(seq), 0), coalesce(max(seq), -1), coalesce(sum(facts), 0)
FROM ledger_batch
WHERE seq >= @from AND last_at >= @since AND first_at < @until;
