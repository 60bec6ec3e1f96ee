-- Forgets the heads before the one that verification now starts with.
DELETE FROM access_head WHERE seq < @seq;
