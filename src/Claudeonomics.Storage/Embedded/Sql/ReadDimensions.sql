-- All dimensions, in the order of their numbers.
SELECT number, agent, provider, model, tier, speed, service_tier, geography, price_book, who, evidence, source
FROM dimension ORDER BY number;
