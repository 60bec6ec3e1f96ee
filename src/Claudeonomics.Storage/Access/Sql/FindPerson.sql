-- Whom a number stands for.
SELECT person FROM access_reference WHERE number = @number;
