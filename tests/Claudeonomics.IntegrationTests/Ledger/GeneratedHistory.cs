using Claudeonomics.Core.Usage;

namespace Claudeonomics.IntegrationTests.Ledger;

/// <summary>A company's calls with known truth, and what different sources tell of them.</summary>
/// <remarks>The truth is what was generated, written down before any source tells of it, so it judges the fold without sharing a line with it.</remarks>
internal sealed class GeneratedHistory
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>A moment after everything that is generated, for the ledger's clock: nothing of it is too old then.</summary>
    public static readonly DateTimeOffset End = Start.AddDays(21);

    private readonly Random _random;
    private readonly List<Action<FactBatch>> _facts = [];
    private readonly Dictionary<(int Identity, DateOnly Day), Truth> _truth = [];

    public GeneratedHistory(int seed, int conversations)
    {
        _random = new Random(seed);
        for (var i = 0; i < conversations; i++)
        {
            AddConversation(unchecked((ulong)(i + 1) * 0x9E3779B97F4A7C15UL));
        }
    }

    public sealed record Truth(long Requests, long Uncached, long Read, long Write, long Output);

    /// <summary>What was really used, by identity and day.</summary>
    public IReadOnlyDictionary<(int Identity, DateOnly Day), Truth> Used => _truth;

    /// <summary>All facts, some of them twice, in a random order and cut into random requests.</summary>
    public List<FactBatch> Requests(int seed)
    {
        var random = new Random(seed);
        var order = _facts.Concat(_facts.Where(_ => random.Next(5) == 0)).ToArray();
        random.Shuffle(order);
        var requests = new List<FactBatch>();
        for (var at = 0; at < order.Length;)
        {
            var request = new FactBatch();
            var end = Math.Min(order.Length, at + random.Next(1, 40));
            for (; at < end; at++)
            {
                order[at](request);
            }

            requests.Add(request);
        }

        return requests;
    }

    private enum Path
    {
        ClaudeEvents,
        ClaudeEventsAndCounters,
        ClaudeCountersOnly,
        ClaudeEventsAndLog,
        ClaudeLogPartialThenFinal,
        CodexEventsAndLog,
        GeminiEventsAndCumulative,
        GeminiCumulativeOnly,
        CopilotSpansAndEvents,
    }

    private void AddConversation(ulong conversation)
    {
        var path = (Path)_random.Next(Enum.GetValues<Path>().Length);
        var identity = _random.Next(1, 8);
        var at = Start.AddMinutes(_random.Next(0, 20 * 24 * 60)).ToUnixTimeMilliseconds();
        var calls = new List<(long At, TokenUsage Usage, ulong Request)>();
        for (var i = _random.Next(1, 30); i > 0; i--)
        {
            // Some calls repeat the one before to the token, seconds later: they are calls of their own.
            var repeats = calls.Count > 0 && _random.Next(6) == 0;
            at += repeats ? _random.Next(500, 4_000) : _random.Next(15_000, 900_000);
            var usage = repeats
                ? calls[^1].Usage
                : new TokenUsage(_random.Next(50), _random.Next(200_000), 0, 0, _random.Next(3) == 0 ? 0 : _random.Next(9_000),
                    _random.Next(1, 3_000), 0);
            calls.Add((at, usage, unchecked((conversation * 31) + (ulong)i + 1)));
        }

        foreach (var call in calls)
        {
            Note(identity, call.At, call.Usage, path is Path.ClaudeCountersOnly or Path.GeminiCumulativeOnly ? 0 : 1);
        }

        Tell(path, identity, conversation, calls);
        TellSignals(identity, conversation, calls[0].At, calls[^1].At);
    }

    private void Tell(Path path, int identity, ulong conversation, List<(long At, TokenUsage Usage, ulong Request)> calls)
    {
        switch (path)
        {
            case Path.ClaudeEvents:
                calls.ForEach(call => Call(identity, Source.OtlpEvent, conversation, call.At, call.Usage, call.Request));
                break;
            case Path.ClaudeEventsAndCounters:
                calls.ForEach(call => Call(identity, Source.OtlpEvent, conversation, call.At, call.Usage, call.Request));
                DeltaCounters(identity, conversation, calls);
                break;
            case Path.ClaudeCountersOnly:
                DeltaCounters(identity, conversation, calls);
                break;
            case Path.ClaudeEventsAndLog:
                foreach (var call in calls)
                {
                    // Each source misses some, but never both.
                    var seen = _random.Next(4);
                    if (seen != 0)
                    {
                        Call(identity, Source.OtlpEvent, conversation, call.At, call.Usage, call.Request);
                    }

                    if (seen != 1)
                    {
                        Call(identity, Source.LocalLog, conversation, call.At + 300, Split(call.Usage), call.Request);
                    }
                }

                break;
            case Path.ClaudeLogPartialThenFinal:
                foreach (var call in calls)
                {
                    var part = new TokenUsage(call.Usage.UncachedInputTokens, call.Usage.CacheReadTokens, 0, 0,
                        call.Usage.CacheWriteUnknownTokens, Math.Min(1, call.Usage.OutputTokens), 0);
                    Call(identity, Source.LocalLog, conversation, call.At - 200, part, call.Request, isPartial: true);
                    Call(identity, Source.LocalLog, conversation, call.At, call.Usage, call.Request);
                }

                break;
            case Path.CodexEventsAndLog:
                foreach (var call in calls)
                {
                    Call(identity, Source.OtlpEvent, conversation, call.At, call.Usage, request: 0);
                    Call(identity, Source.LocalLog, conversation, call.At + 40, call.Usage, call.Request);
                }

                break;
            case Path.GeminiEventsAndCumulative:
                calls.ForEach(call => Call(identity, Source.OtlpEvent, conversation, call.At, call.Usage, request: 0));
                CumulativeCounters(identity, conversation, calls);
                break;
            case Path.GeminiCumulativeOnly:
                CumulativeCounters(identity, conversation, calls);
                break;
            default:
                foreach (var call in calls)
                {
                    Call(identity, Source.OtlpSpan, conversation, call.At, call.Usage, call.Request);
                    Call(identity, Source.OtlpEvent, conversation, call.At + 5, call.Usage, call.Request);
                }

                break;
        }
    }

    private void TellSignals(int identity, ulong conversation, long from, long to)
    {
        for (var at = from - 5_000; at <= to; at += _random.Next(60_000, 3_000_000))
        {
            var (moment, kind, human) = (at, (SignalKind)_random.Next(1, 6), _random.Next(2) == 0);
            _facts.Add(batch => batch.Add(new Signal
            {
                Identity = identity,
                Who = Who.Known,
                Source = Source.OtlpEvent,
                AtUnixMs = moment,
                Conversation = conversation,
                Agent = "claude-code",
                Kind = kind,
                ByHuman = human,
                Ordinal = (ulong)moment % 1000,
            }));
        }
    }

    private void Note(int identity, long at, TokenUsage usage, int requests)
    {
        var day = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(at).UtcDateTime);
        var before = _truth.GetValueOrDefault((identity, day)) ?? new(0, 0, 0, 0, 0);
        _truth[(identity, day)] = new(
            before.Requests + requests,
            before.Uncached + usage.UncachedInputTokens,
            before.Read + usage.CacheReadTokens,
            before.Write + usage.CacheWriteTokens,
            before.Output + usage.OutputTokens);
    }

    private static TokenUsage Split(TokenUsage usage) => new(
        usage.UncachedInputTokens, usage.CacheReadTokens, usage.CacheWriteUnknownTokens / 2,
        usage.CacheWriteUnknownTokens - (usage.CacheWriteUnknownTokens / 2), 0, usage.OutputTokens, 0);

    private static readonly CallOrigin Origin = new("claude-code", "anthropic", "claude-opus-4-6");

    private void Call(
        int identity, Source source, ulong conversation, long at, TokenUsage usage, ulong request, bool isPartial = false) =>
        _facts.Add(batch => batch.Add(new UsageEvent
        {
            Identity = identity,
            Who = Who.Known,
            Source = source,
            AtUnixMs = at,
            Conversation = conversation,
            Request = request,
            Origin = Origin,
            Usage = usage,
            IsPartial = isPartial,
        }));

    private void DeltaCounters(int identity, ulong conversation, List<(long At, TokenUsage Usage, ulong Request)> calls)
    {
        var start = calls[0].At - 60_000;
        foreach (var call in calls)
        {
            var from = start;
            Counters(identity, conversation, from, call.At, Temporality.Delta, call.Usage, default);
            start = call.At;
        }
    }

    private void CumulativeCounters(int identity, ulong conversation, List<(long At, TokenUsage Usage, ulong Request)> calls)
    {
        var (start, sum) = (calls[0].At - 60_000, default(TokenUsage));
        foreach (var call in calls)
        {
            // The process restarts now and then, and counts from zero again.
            if (_random.Next(8) == 0)
            {
                (start, sum) = (call.At - 300, default);
            }

            sum += call.Usage;
            Counters(identity, conversation, start, call.At, Temporality.Cumulative, sum, default);
            if (_random.Next(2) == 0)
            {
                Counters(identity, conversation, start, call.At + 100, Temporality.Cumulative, sum, default);
            }
        }
    }

    private void Counters(
        int identity, ulong conversation, long start, long at, Temporality temporality, TokenUsage usage, CallTraits traits)
    {
        ReadOnlySpan<(CounterMeasure, long)> points = temporality is Temporality.Cumulative
            ? [(CounterMeasure.InclusiveInputTokens, usage.ContextTokens), (CounterMeasure.CacheReadTokens, usage.CacheReadTokens),
                (CounterMeasure.CacheWriteTokens, usage.CacheWriteTokens), (CounterMeasure.OutputTokens, usage.OutputTokens)]
            : [(CounterMeasure.UncachedInputTokens, usage.UncachedInputTokens), (CounterMeasure.CacheReadTokens, usage.CacheReadTokens),
                (CounterMeasure.CacheWriteTokens, usage.CacheWriteTokens), (CounterMeasure.OutputTokens, usage.OutputTokens)];
        foreach (var (measure, value) in points)
        {
            _facts.Add(batch => batch.Add(new CounterPoint
            {
                Identity = identity,
                Who = Who.Known,
                AtUnixMs = at,
                StartUnixMs = start,
                Conversation = conversation,
                Series = conversation ^ (ulong)measure,
                Temporality = temporality,
                Measure = measure,
                Value = value,
                Origin = Origin,
                Traits = traits,
            }));
        }
    }
}
