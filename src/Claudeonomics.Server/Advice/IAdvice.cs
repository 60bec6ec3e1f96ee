using Claudeonomics.Core.Advice;
using Claudeonomics.Server.Integrity;

namespace Claudeonomics.Server.Advice;

/// <summary>Private advice. Whoever asks for a person's has made sure that it is that person.</summary>
public interface IAdvice
{
    Task<OwnAdvice> OfPersonAsync(string personId, CancellationToken cancellationToken);
}

/// <summary>All that is advised to somebody: what habits cost, and the first rung of fair play, which takes nothing away.</summary>
/// <param name="From">First company day that was looked at; <see langword="null"/> before the first night.</param>
/// <param name="Through">Last one.</param>
/// <param name="SpentUsd">What the person's calls of these days cost at list price; <see langword="null"/> when none has a price.</param>
/// <param name="Habits">The largest saving first. What saves less than a hundredth of what was spent is left out.</param>
/// <param name="Rungs">Findings that are advice so far, newest first.</param>
public sealed record OwnAdvice(
    DateOnly? From, DateOnly? Through, decimal? SpentUsd, IReadOnlyList<HabitAdvice> Habits, IReadOnlyList<FindingDetails> Rungs);

/// <summary>What a habit cost. Each is an estimate by itself: together they come to less than their sum.</summary>
/// <param name="Requests">The calls it was reckoned from.</param>
/// <param name="Days">Days on which it showed.</param>
/// <param name="UnpricedRequests">Calls that it would be about too, if they had a price.</param>
/// <param name="InsteadModels">The models at whose prices it was reckoned, where they are other ones.</param>
/// <param name="Examples">The conversation where it cost most of each week, the most first.</param>
public sealed record HabitAdvice(
    AdviceKind Kind, decimal SavedUsd, long Requests, int Days, long UnpricedRequests, IReadOnlyList<string> InsteadModels,
    IReadOnlyList<AdviceExample> Examples);

/// <summary>A conversation in which a habit cost much. It has no name: only when it began that day is known.</summary>
public sealed record AdviceExample(DateTimeOffset Began, decimal SavedUsd);
