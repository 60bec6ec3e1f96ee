using Claudeonomics.Cli.Terminal;

namespace Claudeonomics.Cli.Advice;

/// <summary>Advice in words: what was seen, what to do, and how the saving was reckoned.</summary>
internal static class AdviceWords
{
    public static string NameOf(AdviceKind kind) => kind switch
    {
        AdviceKind.ContextBloat => "context-bloat",
        AdviceKind.CacheLostToPauses => "cache-lost-to-pauses",
        AdviceKind.DearModelForTinyAnswers => "dear-model-for-tiny-answers",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static string TitleOf(AdviceKind kind) => kind switch
    {
        AdviceKind.ContextBloat => "long contexts",
        AdviceKind.CacheLostToPauses => "caches lost to pauses",
        AdviceKind.DearModelForTinyAnswers => "dear models for tiny answers",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static string WhatToDo(AdviceKind kind) => kind switch
    {
        AdviceKind.ContextBloat => $"Each call reads its whole context again: clear or compact before it passes {Limit}.",
        AdviceKind.CacheLostToPauses => "A conversation that goes on after its cache has died (five minutes or an hour) is written to it once more: finish it before the break, or begin anew after it.",
        AdviceKind.DearModelForTinyAnswers => $"In these conversations the model wrote at most {DearModelForTinyAnswers.MostOutput} tokens in all: a smaller one may do.",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static string ReckoningOf(AdviceItem item) => "Estimate: " + item.Kind switch
    {
        AdviceKind.ContextBloat => $"cache reads beyond {Limit} of each call; what compacting costs is not taken off.",
        AdviceKind.CacheLostToPauses => "what was written again at the price of reading it; contexts that became smaller in the pause are left out.",
        AdviceKind.DearModelForTinyAnswers => $"the same tokens at the price of {string.Join(" or ", item.InsteadModels)}, which may need more or fewer of them.",
        _ => throw new ArgumentOutOfRangeException(nameof(item), item.Kind, null),
    };

    private static string Limit => $"{FigureText.Tokens(ContextBloat.LongContext)} tokens";
}
