-- A dimension that roll-ups of the same transaction use.
INSERT INTO dimension (number, agent, provider, model, tier, speed, service_tier, geography, price_book, who, evidence, source)
VALUES (@number, @agent, @provider, @model, @tier, @speed, @service_tier, @geography, @price_book, @who, @evidence, @source);
