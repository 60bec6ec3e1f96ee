-- Forgets numbers of months that no entry is left of.
DELETE FROM access_reference WHERE month < @month;
