using Claudeonomics.Core.Usage;

namespace Claudeonomics.IntegrationTests.Ledger;

/// <summary>
/// People with several devices, whose logs are read again and again and each time tell a little otherwise, and telemetry of some of the calls.
/// </summary>
internal sealed class DeviceHistory
{
    private const int MsPerHour = 3_600_000;
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);
    private static readonly CallOrigin Origin = new("claude-code", "anthropic", "claude-opus-4-6");

    private readonly Random _random;
    private readonly List<Reading> _readings = [];
    private readonly List<UsageEvent> _telemetry = [];

    /// <param name="hours">Of each conversation.</param>
    /// <param name="versions">Readings of each hour of each device, at most.</param>
    public DeviceHistory(int seed, int conversations, int hours, int versions)
    {
        _random = new Random(seed);
        var calls = Enumerable.Range(1, conversations).SelectMany(number => CallsOf(number, hours)).ToList();
        foreach (var identity in calls.GroupBy(call => call.Identity))
        {
            for (var device = 1UL; device <= 2; device++)
            {
                // A synced home folder: the second device knows some of what the first does.
                AddReadings(unchecked(device * 0x9E3779B97F4A7C15UL), [.. identity.Where(_ => device == 1 || _random.Next(2) == 0)], versions);
            }
        }

        _telemetry.AddRange(calls.Where(call => call.Request != 0 && _random.Next(2) == 0).Select(call => call with { Source = Source.OtlpEvent }));
    }

    /// <summary>An hour of a device as its logs told of it at a moment.</summary>
    private sealed record Reading(HourReading Hour, IReadOnlyList<UsageEvent> Calls);

    /// <summary>
    /// What is to be counted, worked out without the ledger: of each hour of each device the last reading, of each call what telemetry says,
    /// else the fullest of the copies.
    /// </summary>
    public IReadOnlyDictionary<(int Identity, DateOnly Day), GeneratedHistory.Truth> Truth()
    {
        var told = _readings.GroupBy(reading => (reading.Hour.Identity, reading.Hour.Device, reading.Hour.HourUnixMs))
            .SelectMany(hour => hour.MaxBy(reading => reading.Hour.ReadAtUnixMs)!.Calls);
        return told.Concat(_telemetry)
            .GroupBy(copy => copy.Request != 0 ? (copy.Request, 0, copy.Conversation) : (0UL, copy.AtUnixMs, copy.Conversation))
            .Select(call => call.OrderBy(copy => copy.Source).ThenByDescending(copy => copy.Usage.OutputTokens).First())
            .GroupBy(call => (call.Identity, DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(call.AtUnixMs).UtcDateTime)))
            .ToDictionary(day => day.Key, day => new GeneratedHistory.Truth(
                day.Count(), day.Sum(call => call.Usage.UncachedInputTokens), day.Sum(call => call.Usage.CacheReadTokens),
                day.Sum(call => call.Usage.CacheWriteTokens), day.Sum(call => call.Usage.OutputTokens)));
    }

    /// <summary>Bodies as they would be sent: a reading each, or some of the telemetry, each of them at least once, in a random order.</summary>
    public List<FactBatch> Requests(int seed)
    {
        var random = new Random(seed);
        var requests = Bodies();
        requests.AddRange(Bodies().Where(_ => random.Next(4) == 0));
        var order = requests.ToArray();
        random.Shuffle(order);
        return [.. order];
    }

    /// <summary>Each body once, in the order in which the readings were made.</summary>
    public List<FactBatch> Bodies()
    {
        var bodies = _readings.OrderBy(reading => reading.Hour.ReadAtUnixMs).Select(BodyOf).ToList();
        foreach (var chunk in _telemetry.Chunk(5))
        {
            var body = new FactBatch();
            Array.ForEach(chunk, call => body.Add(call));
            bodies.Add(body);
        }

        return bodies;
    }

    private static FactBatch BodyOf(Reading reading)
    {
        var body = new FactBatch();
        body.Add(reading.Hour);
        foreach (var call in reading.Calls)
        {
            body.Add(call);
        }

        return body;
    }

    private IEnumerable<UsageEvent> CallsOf(int number, int hours)
    {
        var at = Start.AddHours(_random.Next(0, 48)).ToUnixTimeMilliseconds();
        var end = at + ((long)hours * MsPerHour);
        for (var i = 1UL; at < end; i++)
        {
            yield return new()
            {
                Identity = 1 + (number % 3),
                Who = Who.Known,
                Source = Source.LocalLog,
                AtUnixMs = at,
                Conversation = unchecked((ulong)number * 0xD6E8FEB86659FD93UL),
                Request = _random.Next(4) == 0 ? 0 : ((ulong)number << 32) + i,
                Origin = Origin,
                Usage = new(_random.Next(50), _random.Next(200_000), _random.Next(9_000), 0, 0, _random.Next(1, 3_000), 0),
            };
            at += _random.Next(15_000, 1_500_000);
        }
    }

    private void AddReadings(ulong device, IReadOnlyList<UsageEvent> calls, int versions)
    {
        foreach (var hour in calls.GroupBy(HourOf))
        {
            var readAt = hour.Key + MsPerHour;
            for (var left = _random.Next(1, versions + 1); left > 0; left--)
            {
                readAt += _random.Next(1, MsPerHour);
                _readings.Add(new(
                    new(hour.First().Identity, device, hour.Key, readAt),
                    [.. hour.Where(_ => _random.Next(5) != 0).Select(call => Told(call) with { Device = device })]));
            }
        }
    }

    // Now and then a log tells of another number, and some are seen before they end. What no id names has to keep its counts: nothing else
    // ties its copies together.
    private UsageEvent Told(UsageEvent call) => call.Request == 0 || _random.Next(3) != 0 ? call : call with
    {
        Usage = new(call.Usage.UncachedInputTokens, call.Usage.CacheReadTokens, call.Usage.CacheWrite5mTokens, 0, 0, _random.Next(1, 6_000), 0),
    };

    private static long HourOf(UsageEvent call) => call.AtUnixMs - (call.AtUnixMs % MsPerHour);
}
