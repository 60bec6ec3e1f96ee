-- Version 16 of control: accounts of the company's sign-in, and people who have left.

-- Who an account of a provider is. subject: the provider's own name for it that never changes; never an e-mail.
CREATE TABLE sign_in_account (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX ix_sign_in_account_person_id ON sign_in_account (person_id);

ALTER TABLE person ADD COLUMN employee_number TEXT NULL;
CREATE INDEX ix_person_employee_number ON person (employee_number);

-- Since when the company's directory says that somebody is not there; NULL for who is.
ALTER TABLE person ADD COLUMN deactivated_at INTEGER NULL;
