-- Batches with entries about a person, the latest first.
SELECT seq FROM access_subject WHERE subject = @subject ORDER BY seq DESC;
