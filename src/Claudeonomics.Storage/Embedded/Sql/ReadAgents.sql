-- All agents, in the order of their numbers.
SELECT number, name, has_signals FROM agent ORDER BY number;
