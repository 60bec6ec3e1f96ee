using Claudeonomics.Core.Text;

namespace Claudeonomics.Core.Advice;

/// <summary>Advice in words: what was seen, what to do, and how the saving was reckoned.</summary>
public static class AdviceWords
{
    public static string NameOf(AdviceKind kind) => kind switch
    {
        AdviceKind.ContextBloat => "context-bloat",
        AdviceKind.CacheLostToPauses => "cache-lost-to-pauses",
        AdviceKind.DearModelForTinyAnswers => "dear-model-for-tiny-answers",
        AdviceKind.FlatContextNearLimit => "flat-context-near-limit",
        AdviceKind.UnsupervisedStretch => "unsupervised-stretch",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static string TitleOf(AdviceKind kind) => kind switch
    {
        AdviceKind.ContextBloat => "long contexts",
        AdviceKind.CacheLostToPauses => "caches lost to pauses",
        AdviceKind.DearModelForTinyAnswers => "dear models for tiny answers",
        AdviceKind.FlatContextNearLimit => "contexts that stay full",
        AdviceKind.UnsupervisedStretch => "agents left to themselves",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static string WhatToDo(AdviceKind kind) => kind switch
    {
        AdviceKind.ContextBloat => $"Each call reads its whole context again: clear or compact before it passes {Limit}.",
        AdviceKind.CacheLostToPauses => "A conversation that goes on after its cache has died (five minutes or an hour) is written to it once more: finish it before the break, or begin anew after it.",
        AdviceKind.DearModelForTinyAnswers => $"In these conversations the model wrote at most {DearModelForTinyAnswers.MostOutput} tokens in all: a smaller one may do.",
        AdviceKind.FlatContextNearLimit =>
            $"For {FlatContextNearLimit.LeastCalls} calls and more in a row the window was nearly full: go on in a fresh conversation with a summary, before a compaction chooses what is kept.",
        AdviceKind.UnsupervisedStretch =>
            "An agent went on for an hour and a half and more without a prompt or decision, and nothing was accepted, changed or committed: give it a limit, or look in after half an hour.",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <param name="insteadModels">The models at whose prices it was reckoned, where they are other ones.</param>
    public static string ReckoningOf(AdviceKind kind, IEnumerable<string> insteadModels) => "Estimate: " + kind switch
    {
        AdviceKind.ContextBloat => $"cache reads beyond {Limit} of each call; what compacting costs is not taken off.",
        AdviceKind.CacheLostToPauses => "what was written again at the price of reading it; contexts that became smaller in the pause are left out.",
        AdviceKind.DearModelForTinyAnswers => $"the same tokens at the price of {string.Join(" or ", insteadModels)}, which may need more or fewer of them.",
        AdviceKind.FlatContextNearLimit => $"cache reads beyond {Limit} of each of these calls, which long contexts count too.",
        AdviceKind.UnsupervisedStretch => "what the agent used after the first half hour of each stretch.",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static string Limit
    {
        get
        {
            var limit = Figure.Tokens(ContextBloat.LongContext);
            return $"{limit.Digits}{limit.Unit} tokens";
        }
    }
}
