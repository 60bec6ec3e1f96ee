-- All facts about the store but the seal itself.
SELECT key, value FROM ledger_meta WHERE key <> 'seal' ORDER BY key;
