using Claudeonomics.Cli.Advice;
using Claudeonomics.Core.Advice;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Tests.CommandLine.Advice;

/// <summary>Random histories, and every hint reckoned a second time: from a plain list, with prices typed in, looking for everything anew.</summary>
public sealed class GeneratedAdviceTests
{
    private static readonly DateTime Start = new(2026, 2, 10, 8, 0, 0, DateTimeKind.Utc);

    private sealed record Made(DateTime At, int File, string Conversation, string Model, TokenUsage Usage, bool IsPartial);

    // Dollars per million tokens: input, read, written for five minutes, for an hour, output.
    private static readonly Dictionary<string, decimal[]> Prices = new()
    {
        ["claude-opus-4-6"] = [5, 0.5m, 6.25m, 10, 25],
        ["claude-haiku-4-5"] = [1, 0.1m, 1.25m, 2, 5],
    };

    // Opus above 200,000 tokens, until 2026-03-13.
    private static readonly decimal[] LongOpus = [10, 1, 12.5m, 20, 37.5m];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Advise_ARandomHistory_IsWhatADumbReckoningSays(int seed)
    {
        var made = Make(new Random(seed));
        var history = new History();
        foreach (var call in made)
        {
            history.Call($"{call.At:yyyy-MM-dd HH:mm:ss}", call.Usage, call.Conversation, call.Model, call.File, isPartial: call.IsPartial);
        }

        var since = Start.Date.AddDays(3);
        var expected = new (AdviceKind Kind, decimal Saved, long Requests, int Conversations, long Unpriced)[]
        {
            Sum(AdviceKind.ContextBloat, made, since, Shortened),
            Sum(AdviceKind.CacheLostToPauses, made, since, Unbroken),
            Sum(AdviceKind.DearModelForTinyAnswers, made, since, Smaller),
            Sum(AdviceKind.FlatContextNearLimit, made, since, ShortenedWhereFull),
        };
        var spent = made.Where(call => call.At >= since).Sum(static call => Cost(call.Model, call.Usage, call.At) ?? 0);

        var advice = history.Advise($"{since:yyyy-MM-dd}");

        Assert.Equal(
            expected.Where(item => item.Saved > spent / 100).OrderByDescending(static item => item.Saved),
            advice.Select(static item => (item.Kind, item.SavedUsd, item.Requests, item.Conversations, item.UnpricedRequests)));
        Assert.InRange(advice.Count, 3, 4);
        Assert.All(advice, static item => Assert.InRange(item.Examples.Sum(static example => example.SavedUsd), 0.000000001m, item.SavedUsd));
    }

    private static List<Made> Make(Random random)
    {
        var made = new List<Made>();
        for (var conversation = 0; conversation < 60; conversation++)
        {
            var at = Start.AddMinutes(random.Next(7 * 24 * 60));
            var model = random.Next(10) switch { < 6 => "claude-opus-4-6", < 8 => "claude-haiku-4-5", _ => "somebody-s-own" };
            var (context, isTiny) = (random.Next(1_000, 220_000), random.Next(3) == 0);
            for (var calls = random.Next(1, 12); calls > 0; calls--)
            {
                var hit = random.Next(4) > 0;
                var (read, written) = hit ? (context, random.Next(0, 8_000)) : (context / 3, (context * 2 / 3) + random.Next(0, 8_000));
                var isHour = random.Next(3) == 0;
                var usage = new TokenUsage(
                    random.Next(20), read, isHour ? 0 : written, isHour ? written : 0, 0, random.Next(isTiny ? 60 : 2_000), 0);
                made.Add(new(at, random.Next(20) == 0 ? 1 : 0, $"c{conversation}", model, usage, random.Next(40) == 0));
                context = random.Next(12) == 0 ? 20_000 : read + written;

                // No two calls of a conversation in the same second, so that their order is the same for everybody.
                at = at.AddSeconds(random.Next(4) == 0 ? random.Next(200, 9_000) : random.Next(1, 120));
            }
        }

        return [.. made.OrderBy(_ => random.Next())];
    }

    private static (AdviceKind Kind, decimal Saved, long Requests, int Conversations, long Unpriced) Sum(
        AdviceKind kind, List<Made> made, DateTime since, Func<Made, List<Made>, (string Model, TokenUsage Usage)?> instead)
    {
        var (saved, conversations, requests, unpriced) = (0m, new HashSet<string>(), 0L, 0L);
        foreach (var call in made.Where(call => call.At >= since))
        {
            if (instead(call, made) is not { } other)
            {
                continue;
            }

            if (Cost(call.Model, call.Usage, call.At) is not { } cost)
            {
                unpriced++;
            }
            else if (cost - Cost(other.Model, other.Usage, call.At)!.Value is > 0 and var less)
            {
                (saved, requests) = (saved + less, requests + 1);
                conversations.Add(call.Conversation);
            }
        }

        return (kind, saved, requests, conversations.Count, unpriced);
    }

    private static (string, TokenUsage)? Shortened(Made call, List<Made> made)
    {
        var usage = call.Usage;
        var beyond = Math.Min(usage.CacheReadTokens, usage.UncachedInputTokens + usage.CacheReadTokens + usage.CacheWriteTokens - 100_000);
        return beyond <= 0 ? null : (call.Model, With(usage, usage.CacheReadTokens - beyond, usage.CacheWrite5mTokens, usage.CacheWrite1hTokens));
    }

    private static (string, TokenUsage)? ShortenedWhereFull(Made call, List<Made> made)
    {
        var thread = Thread(call, made).OrderBy(static other => other.At).ToList();
        var at = thread.IndexOf(call);
        var before = thread.Take(at).Reverse().TakeWhile(static other => other.Usage.ContextTokens >= 160_000).Count();
        var from = thread.Skip(at).TakeWhile(static other => other.Usage.ContextTokens >= 160_000).Count();
        return from == 0 || before + from < 10 || thread.Exists(static other => other.Usage.ContextTokens > 200_000) ? null : Shortened(call, made);
    }

    private static (string, TokenUsage)? Unbroken(Made call, List<Made> made)
    {
        var before = Thread(call, made).Where(other => other.At < call.At).OrderBy(static other => other.At).ToList();
        var wroteHour = before.Any(static other => other.Usage.CacheWrite1hTokens > 0);
        if (before.Count == 0 || (!wroteHour && before.All(static other => other.Usage.CacheWrite5mTokens == 0))
            || call.At - before[^1].At <= (wroteHour ? TimeSpan.FromHours(1) : TimeSpan.FromMinutes(5)))
        {
            return null;
        }

        var (usage, last) = (call.Usage, before[^1].Usage);
        var cached = last.CacheReadTokens + last.CacheWriteTokens;
        var lost = Math.Min(cached - usage.CacheReadTokens, usage.CacheWriteTokens);
        if (lost <= 0 || usage.ContextTokens < cached)
        {
            return null;
        }

        var fromHour = Math.Max(0, lost - usage.CacheWrite5mTokens);
        return (call.Model, With(usage, usage.CacheReadTokens + lost, usage.CacheWrite5mTokens - (lost - fromHour), usage.CacheWrite1hTokens - fromHour));
    }

    private static (string, TokenUsage)? Smaller(Made call, List<Made> made)
    {
        var thread = Thread(call, made).ToList();
        return call.Model == "claude-opus-4-6" && thread.Sum(static other => other.Usage.OutputTokens) <= 500
            && thread.All(static other => !other.IsPartial && other.Usage.ContextTokens <= 200_000)
            ? ("claude-haiku-4-5", call.Usage) : null;
    }

    private static IEnumerable<Made> Thread(Made call, List<Made> made) =>
        made.Where(other => (other.File, other.Conversation, other.Model) == (call.File, call.Conversation, call.Model));

    private static TokenUsage With(in TokenUsage usage, long read, long write5m, long write1h) =>
        new(usage.UncachedInputTokens, read, write5m, write1h, 0, usage.OutputTokens, 0);

    private static decimal? Cost(string model, TokenUsage usage, DateTime at)
    {
        if (!Prices.TryGetValue(model, out var prices))
        {
            return null;
        }

        if (model == "claude-opus-4-6" && usage.ContextTokens > 200_000 && at < new DateTime(2026, 3, 13))
        {
            prices = LongOpus;
        }

        var usd = ((usage.UncachedInputTokens * prices[0]) + (usage.CacheReadTokens * prices[1]) + (usage.CacheWrite5mTokens * prices[2])
            + (usage.CacheWrite1hTokens * prices[3]) + (usage.OutputTokens * prices[4])) / 1_000_000m;
        return Math.Round(usd, 9, MidpointRounding.AwayFromZero);
    }
}
