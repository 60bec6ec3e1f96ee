using System.Runtime.InteropServices;
using Claudeonomics.Core.Advice;
using Claudeonomics.Core.Matching;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Integrity;

/// <summary>Turns the facts of one conversation into <see cref="ConversationDay"/>s.</summary>
/// <remarks>Calls are matched first, so that what two sources tell counts once. Not thread-safe: it works in buffers of its own.</remarks>
public sealed class ConversationDayReader(CompanyCalendar calendar, CostCalculator prices)
{
    /// <summary>No model has a longer context.</summary>
    public const long LongestContext = 1_100_000;

    /// <summary>No model writes more in one answer.</summary>
    public const long LongestOutput = 140_000;

    // A conversation that rests longer than this begins anew for the question how long nobody looked.
    private const long RestMs = 45 * 60 * 1000;

    // Signals that come in another order than they are numbered, by more than this, come from a clock that was moved.
    private const long MostDisorderMs = 5 * 60 * 1000;

    private const double Overstated = 1.5;
    private const ulong OnePrintIn = 16;

    private readonly List<Signal> _signals = [];
    private readonly List<long> _human = [];
    private readonly List<long> _prompts = [];
    private readonly HashSet<long> _pairs = [];
    private readonly List<CallPrint> _prints = [];
    private readonly HabitReader _habits = new(prices);

    // Beside the conversation's calls: how long before each a person last gave a signal.
    private readonly List<long> _alone = [];

    /// <param name="conversation">Keyed hash of the conversation.</param>
    /// <param name="facts">All of the conversation's facts of the days that are read.</param>
    /// <param name="signals">Its signals, in any order.</param>
    /// <param name="into">Receives one entry for each identity and day; not cleared.</param>
    public void Read(ulong conversation, ConversationFacts facts, IReadOnlyList<Signal> signals, List<ConversationDay> into)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(signals);
        ArgumentNullException.ThrowIfNull(into);
        var resolution = ConversationResolver.Resolve(facts);
        var first = into.Count;
        resolution.Calls.Sort(static (a, b) =>
            a.Identity != b.Identity ? a.Identity.CompareTo(b.Identity) : a.AtUnixMs.CompareTo(b.AtUnixMs));
        _signals.Clear();
        _signals.AddRange(signals);
        _signals.Sort(static (a, b) =>
            a.Identity != b.Identity ? a.Identity.CompareTo(b.Identity) : a.AtUnixMs.CompareTo(b.AtUnixMs));
        _alone.Clear();
        var (call, signal) = (0, 0);
        while (call < resolution.Calls.Count || signal < _signals.Count)
        {
            var key = Least(KeyOf(resolution.Calls, call), KeyOf(_signals, signal));
            var (callEnd, signalEnd) = (call, signal);
            while (callEnd < resolution.Calls.Count && KeyOf(resolution.Calls, callEnd) == key)
            {
                callEnd++;
            }

            while (signalEnd < _signals.Count && KeyOf(_signals, signalEnd) == key)
            {
                signalEnd++;
            }

            var day = new ConversationDay { Identity = key.Identity, Conversation = conversation, Day = key.Day };
            ReadSignals(day, CollectionsMarshal.AsSpan(_signals)[signal..signalEnd]);
            ReadCalls(day, CollectionsMarshal.AsSpan(resolution.Calls)[call..callEnd]);
            into.Add(day);
            (call, signal) = (callEnd, signalEnd);
        }

        var days = CollectionsMarshal.AsSpan(into)[first..];
        ReadActs(resolution, days);
        ReadHabits(facts, resolution, days);
        ReadCounters(facts, days);
        ReadConflicts(conversation, facts, resolution, into, first);
    }

    private (int Identity, int Day) KeyOf(List<ResolvedCall> calls, int index) =>
        index < calls.Count ? (calls[index].Identity, calendar.DayNumberOf(calls[index].AtUnixMs)) : (int.MaxValue, int.MaxValue);

    private (int Identity, int Day) KeyOf(List<Signal> signals, int index) =>
        index < signals.Count ? (signals[index].Identity, calendar.DayNumberOf(signals[index].AtUnixMs)) : (int.MaxValue, int.MaxValue);

    private static (int Identity, int Day) Least((int Identity, int Day) a, (int Identity, int Day) b) => a.CompareTo(b) <= 0 ? a : b;

    private void ReadSignals(ConversationDay day, ReadOnlySpan<Signal> signals)
    {
        _human.Clear();
        _prompts.Clear();
        var (latest, latestOrdinal) = (0L, 0UL);
        foreach (ref readonly var signal in signals)
        {
            day.Signals++;
            var isPrompt = signal.Kind is SignalKind.Prompt;
            if (signal.ByHuman)
            {
                day.HumanPrompts += isPrompt ? 1 : 0;
                day.HumanDecisions += isPrompt ? 0 : 1;
                if (_human.Count < ConversationDay.MostMoments)
                {
                    _human.Add(signal.AtUnixMs);
                }

                if (isPrompt)
                {
                    _prompts.Add(signal.AtUnixMs);
                }
            }
            else
            {
                day.ScriptPrompts += isPrompt ? 1 : 0;
            }

            day.EditsAccepted += signal.Kind is SignalKind.EditAccepted ? 1 : 0;
            day.ToolsAccepted += signal.Kind is SignalKind.ToolAccepted ? 1 : 0;

            // Small ordinals are event numbers, which grow; hashes are not.
            if (signal.Ordinal is > 0 and < int.MaxValue)
            {
                day.DisorderedSignals += signal.Ordinal < latestOrdinal && signal.AtUnixMs - latest > MostDisorderMs ? 1 : 0;
                (latest, latestOrdinal) = (signal.AtUnixMs, signal.Ordinal);
            }
        }
    }

    private void ReadCalls(ConversationDay day, ReadOnlySpan<ResolvedCall> calls)
    {
        _pairs.Clear();
        _prints.Clear();
        var (human, before, watched) = (0, 0L, long.MinValue);
        foreach (ref readonly var call in calls)
        {
            var gap = before == 0 ? -1 : call.AtUnixMs - before;
            watched = watched == long.MinValue || gap > RestMs ? call.AtUnixMs : watched;
            while (human < _human.Count && _human[human] <= call.AtUnixMs)
            {
                watched = Math.Max(watched, _human[human++]);
            }

            var usage = call.Usage;
            var added = usage.UncachedInputTokens + usage.CacheWriteTokens;
            _alone.Add(call.AtUnixMs - watched);
            day.AddCall(
                call.Origin, usage, call.AtUnixMs, call.AtUnixMs - watched, gap,
                isRepeated: !_pairs.Add(unchecked((added * 1_000_003) + usage.OutputTokens)));
            day.ImpossibleCalls += usage.ContextTokens > LongestContext || usage.OutputTokens > LongestOutput ? 1 : 0;
            ReadCost(day, call);
            ReadPrint(call);
            before = call.AtUnixMs;
        }

        var gaps = default(LogSums);
        for (var i = 1; i < _prompts.Count; i++)
        {
            gaps.Add(_prompts[i] - _prompts[i - 1]);
        }

        day.SetMoments([.. _human], gaps, [.. _prints]);
    }

    private void ReadCost(ConversationDay day, in ResolvedCall call)
    {
        if (call.ReportedCostMicros is not > 0)
        {
            return;
        }

        var priced = prices.Price(call.Origin, call.Traits, call.Usage, call.AtUnixMs, call.ReportedCostMicros, call.WebSearches);
        if (priced.ListCostNanoUsd is not { } nano || priced.ReportedCost is ReportedCost.None)
        {
            return;
        }

        day.PricedCalls++;
        day.OverstatedCalls += priced.ReportedCost is ReportedCost.Differs && nano > Overstated * 1_000 * call.ReportedCostMicros.Value ? 1 : 0;
    }

    private void ReadPrint(in ResolvedCall call)
    {
        // Small calls are alike by chance.
        var usage = call.Usage;
        if (usage.ContextTokens < 5_000 || usage.OutputTokens < 20)
        {
            return;
        }

        var hash = Mix(Mix((ulong)usage.UncachedInputTokens, (ulong)usage.CacheReadTokens), Mix((ulong)usage.CacheWriteTokens, (ulong)usage.OutputTokens));
        if (hash % OnePrintIn == 0)
        {
            _prints.Add(new(hash, call.AtUnixMs));
        }
    }

    private void ReadActs(Resolution resolution, Span<ConversationDay> days)
    {
        foreach (var act in resolution.Acts)
        {
            if (Find(days, act.Identity, calendar.DayNumberOf(act.AtUnixMs)) is not { } day)
            {
                continue;
            }

            switch (act.Measure)
            {
                case CounterMeasure.LinesAdded:
                    day.LinesAdded += act.Value;
                    break;
                case CounterMeasure.LinesRemoved:
                    day.LinesRemoved += act.Value;
                    break;
                case CounterMeasure.Commits:
                    day.Commits += act.Value;
                    break;
                case CounterMeasure.PullRequests:
                    day.PullRequests += act.Value;
                    break;
                case CounterMeasure.UserActiveMs:
                    day.UserActiveMs += act.Value;
                    break;
                case CounterMeasure.AgentActiveMs:
                    day.AgentActiveMs += act.Value;
                    break;
                case CounterMeasure.EditsAccepted:
                    day.EditsAccepted += Math.Min(act.Value, 1_000_000);
                    break;
            }
        }
    }

    // Once acts are known: the days have the calls' order, one after the other.
    private void ReadHabits(ConversationFacts facts, Resolution resolution, Span<ConversationDay> days)
    {
        var calls = CollectionsMarshal.AsSpan(resolution.Calls);
        var alone = CollectionsMarshal.AsSpan(_alone);
        var start = 0;
        foreach (var day in days)
        {
            day.Habits = _habits.Read(
                calls.Slice(start, day.Calls), call => call.Source is Source.LocalLog && facts.Calls[call.FirstFact].IsPartial,
                alone.Slice(start, day.Calls), knowsSignals: day.Signals > 0, leftNothing: !day.IsProductive);
            start += day.Calls;
        }
    }

    // Only differences add up by themselves. Running totals need what came before the day.
    private void ReadCounters(ConversationFacts facts, Span<ConversationDay> days)
    {
        foreach (ref readonly var point in facts.Counters)
        {
            if (point.Temporality is Temporality.Delta && Authority.IsMaskedByCalls(point.Measure)
                && Find(days, point.Identity, calendar.DayNumberOf(point.AtUnixMs)) is { } day)
            {
                day.CounterTokens += point.Value;
            }
        }
    }

    // One call under two identities: counted with the one who does not have it.
    private void ReadConflicts(ulong conversation, ConversationFacts facts, Resolution resolution, List<ConversationDay> into, int first)
    {
        if (!HasSeveralIdentities(facts.Calls))
        {
            return;
        }

        var owners = new Dictionary<ulong, int>();
        foreach (var call in resolution.Calls)
        {
            owners.TryAdd(facts.Calls[call.FirstFact].Request, call.Identity);
        }

        foreach (ref readonly var fact in facts.Calls)
        {
            if (fact.Request == 0 || !owners.TryGetValue(fact.Request, out var owner) || owner == fact.Identity)
            {
                continue;
            }

            var number = calendar.DayNumberOf(fact.AtUnixMs);
            if (Find(CollectionsMarshal.AsSpan(into)[first..], fact.Identity, number) is not { } day)
            {
                into.Add(day = new ConversationDay { Identity = fact.Identity, Conversation = conversation, Day = number });
            }

            day.CallsOfOthers++;
            day.OwnerOfOthers = owner;
        }
    }

    private static bool HasSeveralIdentities(ReadOnlySpan<UsageEvent> calls)
    {
        foreach (ref readonly var call in calls)
        {
            if (call.Identity != calls[0].Identity)
            {
                return true;
            }
        }

        return false;
    }

    private static ConversationDay? Find(Span<ConversationDay> days, int identity, int number)
    {
        foreach (var day in days)
        {
            if (day.Identity == identity && day.Day == number)
            {
                return day;
            }
        }

        return null;
    }

    private static ulong Mix(ulong a, ulong b)
    {
        unchecked
        {
            var x = a + (0x9E3779B97F4A7C15UL * (b + 1));
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
            return x ^ (x >> 31);
        }
    }
}
