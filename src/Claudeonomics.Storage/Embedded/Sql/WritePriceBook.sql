-- The price book in force from a batch on. One that no batch was folded with gives way.
INSERT INTO price_book (from_seq, version, texts) VALUES (@from_seq, @version, @texts)
ON CONFLICT (from_seq) DO UPDATE SET version = excluded.version, texts = excluded.texts;
