-- Makes a person's entries nobody's.
DELETE FROM access_reference WHERE person = @person;
