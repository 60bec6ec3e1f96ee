-- Gives a person a number for a month.
INSERT INTO access_reference (number, person, month) VALUES (@number, @person, @month);
