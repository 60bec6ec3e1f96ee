-- Group commits whose facts are all older than the ledger keeps them.
DELETE FROM ledger_batch WHERE seq <= @seq;
