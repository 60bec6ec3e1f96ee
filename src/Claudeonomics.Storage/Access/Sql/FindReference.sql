-- A person's number in a month.
SELECT number FROM access_reference WHERE person = @person AND month = @month;
