-- Appends a batch to the chain.
INSERT INTO access_batch (seq, written_at, entries, first_at, last_at, format, previous_hash, hash, body)
VALUES (@seq, @written_at, @entries, @first_at, @last_at, @format, @previous_hash, @hash, @body);
