-- One group commit.
INSERT INTO ledger_batch (seq, received_at, facts, first_at, last_at, format, previous_hash, hash, body)
VALUES (@seq, @received_at, @facts, @first_at, @last_at, @format, @previous_hash, @hash, @body);
