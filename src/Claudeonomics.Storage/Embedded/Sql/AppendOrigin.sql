-- A name that the batch of the same transaction spells out.
INSERT INTO call_origin (number, agent, provider, model) VALUES (@number, @agent, @provider, @model);
