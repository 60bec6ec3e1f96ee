-- Version 26 of control: which tokens a finding names, so that what two findings name is taken off once.

-- The same number is the same tokens, whichever findings of the week name them. NULL in rows of before.
ALTER TABLE not_counted_usage ADD COLUMN part INTEGER NULL;
