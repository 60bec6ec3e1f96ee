-- All names, in the order of their numbers.
SELECT number, agent, provider, model FROM call_origin ORDER BY number;
