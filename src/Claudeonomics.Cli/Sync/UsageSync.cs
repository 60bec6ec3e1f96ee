using System.Net;
using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Memory;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Wire;

namespace Claudeonomics.Cli.Sync;

/// <summary>Sends what the server has not acknowledged: hours that are new or changed, whole, newest first.</summary>
/// <remarks>
/// What is acknowledged is written down after each body, so a run that was cut off goes on where it stopped, and a machine without a network
/// sends next time. Two runs at once would only send the same twice, so the second one leaves it to the first.
/// </remarks>
/// <param name="progress">For people: what happened and what went wrong.</param>
internal sealed class UsageSync(Surroundings surroundings, TimeProvider clock, TextWriter progress)
{
    /// <summary>Calls of one body: some 100 KB compressed. An hour with more goes alone.</summary>
    private const int CallsPerBody = 5_000;

    private const int Tries = 5;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>How far ahead a call may be by a clock that goes a little wrong; the server's own bound is ten minutes.</summary>
    private static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(5);

    /// <summary>What would be sent now, as it would be sent: the bodies, newest hours first.</summary>
    public IEnumerable<byte[]> Preview(LoggedHours logged, ServerAccount? account)
    {
        var acknowledged = account is null ? null : Acknowledged.Read(surroundings, account);
        var batches = Changed(logged, acknowledged).Chunk(logged, CallsPerBody);
        return batches.Select(hours => BodyOf(hours, account, ReadAtAfter(acknowledged)));
    }

    /// <summary>Sends everything that is not acknowledged.</summary>
    /// <returns>Whether all of it was.</returns>
    public async Task<bool> RunAsync(Func<LoggedHours> read, ServerAccount account, CancellationToken cancellationToken)
    {
        using var turn = TryLock();
        if (turn is null)
        {
            await progress.WriteLineAsync("Another sync is at work; this one leaves it to that.");
            return true;
        }

        var acknowledged = Acknowledged.Read(surroundings, account);
        var logged = read();
        var tally = new SyncTally();
        acknowledged = acknowledged with { ReadAt = ReadAtAfter(acknowledged) };
        using var link = new ServerLink(account.Server, account.Key);
        var waiting = new Stack<IReadOnlyList<UsageHour>>(Changed(logged, acknowledged).Chunk(logged, CallsPerBody).Reverse());
        while (waiting.TryPop(out var hours))
        {
            var answer = await SendAsync(link, BodyOf(hours, account, acknowledged.ReadAt), cancellationToken);
            if (answer.Result is { } result)
            {
                Note(acknowledged, hours);
                acknowledged.Write(surroundings);
                tally.Add(result, hours);
            }
            else if (answer.Status is HttpStatusCode.RequestEntityTooLarge && hours.Count > 1)
            {
                waiting.Push([.. hours.Skip(hours.Count / 2)]);
                waiting.Push([.. hours.Take(hours.Count / 2)]);
            }
            else
            {
                await progress.WriteLineAsync(ReasonOf(answer, account));
                tally.Stop(hours.Count + waiting.Sum(static left => left.Count));
                break;
            }
        }

        await progress.WriteLineAsync(tally.InWords(account, logged.Unplaced));
        return tally.IsComplete;
    }

    /// <summary>Reads this machine's calls as far as a server takes single ones.</summary>
    public LoggedHours HoursOf(Memory.AllObservations observations)
    {
        var now = clock.GetUtcNow();
        return LoggedHours.Of(
            observations, FirstHour(now) * 3_600_000L, (now + MaxAhead).ToUnixTimeMilliseconds());
    }

    private IEnumerable<int> Changed(LoggedHours logged, Acknowledged? acknowledged)
    {
        var first = FirstHour(clock.GetUtcNow());
        IEnumerable<int> known = acknowledged?.Hours.Keys.Where(hour => hour >= first) ?? [];
        return logged.Hours.Union(known).OrderDescending()
            .Where(hour => acknowledged?.Hours.GetValueOrDefault(hour) != LoggedHours.DigestOf(logged[hour]));
    }

    // An hour that the horizon cuts is none that the server takes.
    private static int FirstHour(DateTimeOffset now) =>
        (int)Math.Ceiling((now - RawHorizon.Length - DateTimeOffset.UnixEpoch).TotalHours);

    private static void Note(Acknowledged acknowledged, IReadOnlyList<UsageHour> hours)
    {
        foreach (var hour in hours)
        {
            var number = (int)(hour.Hour!.Value - DateTimeOffset.UnixEpoch).TotalHours;
            if (hour.Calls.Count == 0)
            {
                acknowledged.Hours.Remove(number);
            }
            else
            {
                acknowledged.Hours[number] = LoggedHours.DigestOf(hour);
            }
        }

        var oldest = FirstHour(acknowledged.ReadAt);
        foreach (var past in acknowledged.Hours.Keys.TakeWhile(hour => hour < oldest).ToList())
        {
            acknowledged.Hours.Remove(past);
        }
    }

    private async Task<ServerAnswer<UsageBatchAnswer>> SendAsync(ServerLink link, byte[] body, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await link.SendAsync(body, cancellationToken);
            if (answer.Status is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable) || attempt == Tries)
            {
                return answer;
            }

            var wait = answer.RetryAfter ?? TimeSpan.FromSeconds(1 << attempt);
            if (wait > LongestWait)
            {
                return answer;
            }

            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.FromSeconds(1), clock, cancellationToken);
        }
    }

    private static string ReasonOf(ServerAnswer<UsageBatchAnswer> answer, ServerAccount account) => answer.Status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
            $"{account.Server} does not let this machine in any more: {answer.Detail} Run claudeonomics login {account.Server}",
        _ => answer.Detail,
    };

    private static byte[] BodyOf(IReadOnlyList<UsageHour> hours, ServerAccount? account, DateTimeOffset readAt) =>
        UsageBatchJson.Write(new() { Device = account?.Device, ReadAt = readAt, Hours = hours });

    // To the millisecond, as it is sent; and later than before, even if the clock was set back.
    private DateTimeOffset ReadAtAfter(Acknowledged? acknowledged)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        return acknowledged is { ReadAt: var before } && before >= now ? before.AddMilliseconds(1) : now;
    }

    private FileStream? TryLock()
    {
        var folder = MemoryFolder.Of(surroundings);
        MemoryFolder.Create(folder);
        try
        {
            return new(Path.Combine(folder, "sync.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            return null;
        }
    }
}

/// <summary>Cuts hours into bodies.</summary>
internal static class HourChunks
{
    public static IEnumerable<IReadOnlyList<UsageHour>> Chunk(this IEnumerable<int> hours, LoggedHours logged, int callsPerBody)
    {
        var (body, calls) = (new List<UsageHour>(), 0);
        foreach (var hour in hours)
        {
            var next = logged[hour];
            if (body.Count > 0 && calls + next.Calls.Count > callsPerBody)
            {
                yield return body;
                (body, calls) = ([], 0);
            }

            body.Add(next);
            calls += next.Calls.Count;
        }

        if (body.Count > 0)
        {
            yield return body;
        }
    }
}
