-- One fact about the store.
INSERT INTO ledger_meta (key, value) VALUES (@key, @value) ON CONFLICT (key) DO UPDATE SET value = excluded.value;
