using System.Numerics;
using Claudeonomics.Core.Advice;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Integrity;

/// <summary>A sampled call: what its counts were and when, so that the same counts can be found again elsewhere.</summary>
/// <param name="Counts">Hash of the four counts that every source tells.</param>
/// <param name="AtUnixMs">When it was answered.</param>
public readonly record struct CallPrint(ulong Counts, long AtUnixMs);

/// <summary>What one identity did in one conversation on one company day, in sums: all that integrity rules look at.</summary>
/// <remarks>About an agent's conversation, never about a person's presence: there is no measure of time without use.</remarks>
public sealed class ConversationDay
{
    /// <summary>Parts of a weighted token, so that weights are whole numbers.</summary>
    internal const long PartsPerWeighted = 20;

    private readonly List<(CallOrigin Origin, TokenUsage Usage)> _origins = new(1);

    public required int Identity { get; init; }

    /// <summary>0 for several small conversations taken together.</summary>
    public required ulong Conversation { get; init; }

    /// <summary><see cref="DateOnly.DayNumber"/> of the company day.</summary>
    public required int Day { get; init; }

    /// <summary>Conversations in it: 1, or more where small ones are taken together.</summary>
    public int Conversations { get; internal set; } = 1;

    /// <summary>What was used of each model.</summary>
    public IReadOnlyList<(CallOrigin Origin, TokenUsage Usage)> Origins => _origins;

    /// <summary>The agent and model of most tokens.</summary>
    public CallOrigin Main { get; private set; } = new("", "", CallOrigin.UnknownModel);

    public int Calls { get; private set; }

    /// <summary>Input 1, output 5, cache read 0.1, cache write 1.25, 2 and, of unknown lifetime, 1.6.</summary>
    public double Weighted => (double)WeightedParts / PartsPerWeighted;

    internal long WeightedParts { get; private set; }

    public long ContextTokens { get; private set; }

    public long ReadTokens { get; private set; }

    /// <summary>Sent for the first time: uncached and written.</summary>
    public long NewTokens { get; private set; }

    public long OutputTokens { get; private set; }

    public int HumanPrompts { get; internal set; }

    public int HumanDecisions { get; internal set; }

    /// <summary>Prompts that a script gave.</summary>
    public int ScriptPrompts { get; internal set; }

    /// <summary>Signals of any kind: 0 means that nothing is known, not that nothing happened.</summary>
    public int Signals { get; internal set; }

    public long EditsAccepted { get; internal set; }

    public int ToolsAccepted { get; internal set; }

    public long LinesAdded { get; internal set; }

    public long LinesRemoved { get; internal set; }

    public long Commits { get; internal set; }

    public long PullRequests { get; internal set; }

    public long UserActiveMs { get; internal set; }

    public long AgentActiveMs { get; internal set; }

    public long FirstMs { get; private set; } = long.MaxValue;

    public long LastMs { get; private set; }

    /// <summary>A bit for each UTC hour in which a model answered.</summary>
    public int HourBits { get; private set; }

    public int Hours => BitOperations.PopCount((uint)HourBits);

    /// <summary>A bit for each UTC hour in which a person gave a signal.</summary>
    public int HumanHourBits { get; private set; }

    /// <summary>The longest stretch of work that no signal of a person interrupted.</summary>
    public long LongestAloneMs { get; private set; }

    /// <summary>Weighted parts of calls more than half an hour after the last signal of a person.</summary>
    internal long AloneParts { get; private set; }

    /// <summary>Share of the weighted tokens that were used more than half an hour after the last signal of a person.</summary>
    public double AloneShare => WeightedParts == 0 ? 0 : (double)AloneParts / WeightedParts;

    public LogSums Outputs { get; private set; }

    public LogSums News { get; private set; }

    /// <summary>Milliseconds between calls.</summary>
    public LogSums CallGaps { get; private set; }

    /// <summary>Milliseconds between prompts of a person.</summary>
    public LogSums PromptGaps { get; private set; }

    /// <summary>Calls whose new tokens and output are the same as those of another call here.</summary>
    public int RepeatedPairs { get; private set; }

    /// <summary>Calls that no model could have answered.</summary>
    public int ImpossibleCalls { get; internal set; }

    /// <summary>Calls whose cost the agent stated and the price book knows.</summary>
    public int PricedCalls { get; internal set; }

    /// <summary>Of these, those that cost at least half as much again as the agent stated.</summary>
    public int OverstatedCalls { get; internal set; }

    /// <summary>What the agent's counters of tokens add up to; 0 when it sends none.</summary>
    public long CounterTokens { get; internal set; }

    /// <summary>Calls that this identity told of and that are another's.</summary>
    public int CallsOfOthers { get; internal set; }

    /// <summary>Whose these are: one of them, where they are several people's.</summary>
    public int OwnerOfOthers { get; internal set; }

    /// <summary>Signals whose order contradicts their time.</summary>
    public int DisorderedSignals { get; internal set; }

    /// <summary>When a person gave signals, ascending, in milliseconds since 1970 UTC; at most <see cref="MostMoments"/>.</summary>
    public IReadOnlyList<long> HumanMoments { get; private set; } = [];

    /// <summary>More signals of a person in one conversation and day are not looked at one by one.</summary>
    public const int MostMoments = 2_000;

    /// <summary>About one call in sixteen.</summary>
    public IReadOnlyList<CallPrint> Prints { get; private set; } = [];

    /// <summary>Habits that cost something here: said to the person before anything else is.</summary>
    public IReadOnlyList<HabitCost> Habits { get; internal set; } = [];

    public int HumanSignals => HumanPrompts + HumanDecisions;

    public long TotalTokens => ContextTokens + OutputTokens;

    /// <summary>A script gave all prompts, and nobody decided anything.</summary>
    public bool IsHeadless => HumanSignals == 0 && ScriptPrompts > 0;

    /// <summary>Something was accepted, changed or committed.</summary>
    public bool IsProductive => EditsAccepted + LinesAdded + Commits + PullRequests > 0;

    internal static long PartsOf(in TokenUsage usage) =>
        (20 * usage.UncachedInputTokens) + (100 * usage.OutputTokens) + (2 * usage.CacheReadTokens) + (25 * usage.CacheWrite5mTokens)
        + (40 * usage.CacheWrite1hTokens) + (32 * usage.CacheWriteUnknownTokens);

    internal void AddCall(CallOrigin origin, in TokenUsage usage, long atMs, long aloneMs, long gapMs, bool isRepeated)
    {
        Calls++;
        var parts = PartsOf(usage);
        WeightedParts += parts;
        ContextTokens += usage.ContextTokens;
        ReadTokens += usage.CacheReadTokens;
        var added = usage.UncachedInputTokens + usage.CacheWriteTokens;
        NewTokens += added;
        OutputTokens += usage.OutputTokens;
        HourBits |= 1 << (int)(atMs / 3_600_000 % 24);
        (FirstMs, LastMs) = (Math.Min(FirstMs, atMs), Math.Max(LastMs, atMs));
        LongestAloneMs = Math.Max(LongestAloneMs, aloneMs);
        AloneParts += aloneMs > Matching.Supervision.MaxSilenceMs ? parts : 0;
        var outputs = Outputs;
        outputs.Add(usage.OutputTokens);
        Outputs = outputs;
        var news = News;
        news.Add(added);
        News = news;
        if (gapMs >= 0)
        {
            var gaps = CallGaps;
            gaps.Add(gapMs);
            CallGaps = gaps;
        }

        RepeatedPairs += isRepeated ? 1 : 0;
        AddOrigin(origin, usage);
    }

    internal void SetMoments(IReadOnlyList<long> human, LogSums promptGaps, IReadOnlyList<CallPrint> prints)
    {
        (HumanMoments, PromptGaps, Prints) = (human, promptGaps, prints);
        foreach (var at in human)
        {
            HumanHourBits |= 1 << (int)(at / 3_600_000 % 24);
        }
    }

    /// <summary>Adds another conversation of the same identity and day.</summary>
    internal void Merge(ConversationDay other)
    {
        Conversations += other.Conversations;
        Calls += other.Calls;
        WeightedParts += other.WeightedParts;
        ContextTokens += other.ContextTokens;
        ReadTokens += other.ReadTokens;
        NewTokens += other.NewTokens;
        OutputTokens += other.OutputTokens;
        HumanPrompts += other.HumanPrompts;
        HumanDecisions += other.HumanDecisions;
        ScriptPrompts += other.ScriptPrompts;
        Signals += other.Signals;
        EditsAccepted += other.EditsAccepted;
        ToolsAccepted += other.ToolsAccepted;
        LinesAdded += other.LinesAdded;
        LinesRemoved += other.LinesRemoved;
        Commits += other.Commits;
        PullRequests += other.PullRequests;
        UserActiveMs += other.UserActiveMs;
        AgentActiveMs += other.AgentActiveMs;
        (FirstMs, LastMs) = (Math.Min(FirstMs, other.FirstMs), Math.Max(LastMs, other.LastMs));
        HourBits |= other.HourBits;
        HumanHourBits |= other.HumanHourBits;
        LongestAloneMs = Math.Max(LongestAloneMs, other.LongestAloneMs);
        AloneParts += other.AloneParts;
        Outputs = Sum(Outputs, other.Outputs);
        News = Sum(News, other.News);
        CallGaps = Sum(CallGaps, other.CallGaps);
        PromptGaps = Sum(PromptGaps, other.PromptGaps);
        RepeatedPairs += other.RepeatedPairs;
        foreach (var (origin, usage) in other._origins)
        {
            AddOrigin(origin, usage);
        }
    }

    private static LogSums Sum(LogSums left, in LogSums right)
    {
        left.Add(right);
        return left;
    }

    private void AddOrigin(CallOrigin origin, in TokenUsage usage)
    {
        var index = 0;
        while (index < _origins.Count && !ReferenceEquals(_origins[index].Origin, origin) && _origins[index].Origin != origin)
        {
            index++;
        }

        if (index == _origins.Count)
        {
            _origins.Add((origin, usage));
        }
        else
        {
            _origins[index] = (_origins[index].Origin, _origins[index].Usage + usage);
        }

        if (_origins.Count == 1)
        {
            Main = origin;
            return;
        }

        var most = 0L;
        foreach (var (candidate, total) in _origins)
        {
            if (PartsOf(total) > most)
            {
                (most, Main) = (PartsOf(total), candidate);
            }
        }
    }
}
