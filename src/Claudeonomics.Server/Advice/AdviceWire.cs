using System.Text.Json.Serialization;
using Claudeonomics.Core.Advice;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.Integrity;

namespace Claudeonomics.Server.Advice;

/// <param name="Window">The days that were looked at, which all savings are about; null before the first night.</param>
/// <param name="SpentListCostUsd">What the caller's calls of these days cost at list price.</param>
/// <param name="Items">What habits cost, the largest saving first; then findings that are advice so far.</param>
public sealed record AdviceJson(WindowJson? Window, decimal? SpentListCostUsd, IReadOnlyList<AdviceItemJson> Items)
{
    public static AdviceJson Of(OwnAdvice advice)
    {
        ArgumentNullException.ThrowIfNull(advice);
        return new(
            advice is { From: { } from, Through: { } through } ? new(from, through.AddDays(1)) : null, advice.SpentUsd,
            [.. advice.Habits.Select(AdviceItemJson.Of), .. advice.Rungs.Select(AdviceItemJson.Of)]);
    }
}

/// <summary>One piece of advice.</summary>
/// <param name="Source"><c>habit</c>, or <c>fair-play</c> for the first rung of its ladder, which takes nothing away.</param>
/// <param name="Kind">Such as <c>context-bloat</c>; of a finding, its kind.</param>
/// <param name="SavedListCostUsd">An estimate by itself, not to be added up; null for a finding, whose cost is not reckoned.</param>
/// <param name="Reckoning">How the saving was estimated.</param>
/// <param name="Advice">What to do.</param>
/// <param name="Evidence">What a finding rests on.</param>
/// <param name="FindingId">To explain it with.</param>
public sealed record AdviceItemJson(
    string Source, string Kind, string Title, string Advice, decimal? SavedListCostUsd, string? Reckoning, long? Requests, int? Days, long? UnpricedRequests,
    IReadOnlyList<string> InsteadModels, IReadOnlyList<AdviceExampleJson> Examples, IReadOnlyList<string> Evidence, string? FindingId, WindowJson? Window)
{
    internal static AdviceItemJson Of(HabitAdvice habit) => new(
        "habit", AdviceWords.NameOf(habit.Kind), AdviceWords.TitleOf(habit.Kind), AdviceWords.WhatToDo(habit.Kind), habit.SavedUsd,
        AdviceWords.ReckoningOf(habit.Kind, habit.InsteadModels), habit.Requests, habit.Days, habit.UnpricedRequests, habit.InsteadModels,
        [.. habit.Examples.Select(static example => new AdviceExampleJson(example.Began, example.SavedUsd))], [], null, null);

    internal static AdviceItemJson Of(FindingDetails rung) => new(
        "fair-play", FindingWords.NameOf(rung.Kind.ToString()), FindingWords.TitleOf(rung.Kind), FindingWords.MeaningOf(rung), null, null, null, null, null,
        [], [], [.. rung.Evidence.Select(static seen => seen.Sentence)], rung.Id, new(rung.From, rung.Until.AddDays(1)));
}

/// <param name="Began">When the conversation began that day.</param>
public sealed record AdviceExampleJson(DateTimeOffset Began, decimal SavedListCostUsd);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AdviceJson))]
internal sealed partial class AdviceJsonContext : JsonSerializerContext;
