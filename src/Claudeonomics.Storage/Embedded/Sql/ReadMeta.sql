-- One fact about the store.
SELECT value FROM ledger_meta WHERE key = @key;
