-- All numbers of a person.
SELECT number FROM access_reference WHERE person = @person;
