namespace Claudeonomics.Core.Advice;

/// <summary>What a habit cost in one conversation on one day.</summary>
/// <param name="SavedNanoUsd">What its calls would have cost less, in nano-dollars at list price; at least 0.</param>
/// <param name="Requests">Calls that would have cost less.</param>
/// <param name="UnpricedRequests">Calls that it is about too, without a price.</param>
/// <param name="InsteadModel">The model at whose price it was reckoned; empty where it is their own.</param>
public readonly record struct HabitCost(AdviceKind Kind, long SavedNanoUsd, int Requests, int UnpricedRequests, string InsteadModel);
