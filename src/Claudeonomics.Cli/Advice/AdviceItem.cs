using Claudeonomics.Core.Advice;

namespace Claudeonomics.Cli.Advice;

/// <summary>One piece of advice with its evidence. Money in nano-dollars.</summary>
/// <param name="SavedNanoUsd">What the calls would have cost less, at list prices; an estimate, above 0.</param>
/// <param name="Requests">The calls it was reckoned from.</param>
/// <param name="Conversations">How many conversations they are of.</param>
/// <param name="UnpricedRequests">Calls that it would be about too, if they had a price.</param>
/// <param name="InsteadModels">The models at whose prices it was reckoned, where they are other ones.</param>
/// <param name="Examples">Where it would save most, the most first; at most <see cref="Adviser.MostExamples"/>.</param>
internal sealed record AdviceItem(
    AdviceKind Kind, long SavedNanoUsd, long Requests, int Conversations, DateOnly FirstDay, DateOnly LastDay, long UnpricedRequests,
    IReadOnlyList<string> InsteadModels, IReadOnlyList<AdviceExample> Examples)
{
    public decimal SavedUsd => SavedNanoUsd / 1_000_000_000m;
}

/// <summary>A conversation's part of an advice, on one day.</summary>
/// <param name="Conversation">The agent's name for it; empty when it has none.</param>
/// <param name="Project">Its folder; empty when it is not known.</param>
internal sealed record AdviceExample(string Conversation, string Project, DateOnly Day, long Requests, long SavedNanoUsd)
{
    public decimal SavedUsd => SavedNanoUsd / 1_000_000_000m;
}
