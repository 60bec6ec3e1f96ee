-- The last of the oldest group commits that hold nothing from the horizon on: batches go only from the chain's beginning.
SELECT coalesce(
  (SELECT min(seq) FROM ledger_batch WHERE last_at >= @horizon OR received_at >= @horizon),
  (SELECT max(seq) + 1 FROM ledger_batch), 1) - 1;
