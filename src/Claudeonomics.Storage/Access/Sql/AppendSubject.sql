-- Says that a batch has entries about a person.
INSERT INTO access_subject (subject, seq) VALUES (@subject, @seq) ON CONFLICT DO NOTHING;
