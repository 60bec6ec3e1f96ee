-- An agent that roll-ups of the same transaction use.
INSERT INTO agent (number, name, has_signals) VALUES (@number, @name, @has_signals)
ON CONFLICT (number) DO UPDATE SET has_signals = excluded.has_signals;
