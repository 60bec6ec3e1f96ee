-- A signed head.
INSERT INTO ledger_head (seq, hash, signed_at, signature) VALUES (@seq, @hash, @signed_at, @signature)
ON CONFLICT (seq) DO NOTHING;
