-- Signs the chain up to a batch.
INSERT INTO access_head (seq, hash, signed_at, signature) VALUES (@seq, @hash, @signed_at, @signature)
ON CONFLICT (seq) DO UPDATE SET signed_at = excluded.signed_at, signature = excluded.signature;
