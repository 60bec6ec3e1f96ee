using Claudeonomics.Core.Advice;

namespace Claudeonomics.Storage.Control;

/// <summary>What a habit cost somebody in one week. Private to the person; it goes with them.</summary>
public sealed class PersonAdvice
{
    public required string PersonId { get; init; }

    /// <summary>First company day of the week.</summary>
    public required DateOnly FromDay { get; init; }

    public required AdviceKind Kind { get; init; }

    /// <summary>What its calls would have cost less at list price.</summary>
    public required long SavedNanoUsd { get; init; }

    public required long Requests { get; init; }

    public required long UnpricedRequests { get; init; }

    /// <summary>Days on which it showed.</summary>
    public required int Days { get; init; }

    /// <summary>Models at whose prices it was reckoned, separated by spaces; empty where it was the calls' own.</summary>
    public required string InsteadModels { get; init; }

    /// <summary>When the conversation in which it cost most began, that day.</summary>
    public required DateTimeOffset MostAt { get; init; }

    public required long MostSavedNanoUsd { get; init; }
}
