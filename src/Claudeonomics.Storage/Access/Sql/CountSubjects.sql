-- How many pairs of a person and a batch the index has.
SELECT COUNT(*) FROM access_subject;
