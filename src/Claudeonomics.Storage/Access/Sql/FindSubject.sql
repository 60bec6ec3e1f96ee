-- Whether the index knows that a batch is about a person.
SELECT 1 FROM access_subject WHERE subject = @subject AND seq = @seq;
