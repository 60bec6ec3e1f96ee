-- Forgets where the forgotten batches were about somebody.
DELETE FROM access_subject WHERE seq <= @seq;
