using System.Globalization;
using System.Net;
using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Memory;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Time;
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

    /// <summary>Days of one body, a few lines each.</summary>
    private const int DaysPerBody = 200;

    private const string DayFormat = "yyyy-MM-dd";
    private const int Tries = 5;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>How far ahead a call may be by a clock that goes a little wrong; the server's own bound is ten minutes.</summary>
    private static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(5);

    /// <summary>What would be sent now, as it would be sent: the bodies, newest hours first.</summary>
    public IEnumerable<byte[]> Preview(LoggedHours logged, ServerAccount? account)
    {
        var acknowledged = account is null ? null : WithoutPast(Acknowledged.Read(surroundings, account), CalendarOf(account));
        return Bodies(logged, acknowledged).Select(body => BodyOf(body, account, ReadAtAfter(acknowledged)));
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
        acknowledged = WithoutPast(acknowledged with { ReadAt = ReadAtAfter(acknowledged) }, CalendarOf(account));
        using var link = new ServerLink(account.Server, account.Key);
        var waiting = new Stack<SyncBody>(Bodies(logged, acknowledged).Reverse());
        while (waiting.TryPop(out var body))
        {
            var answer = await SendAsync(link, BodyOf(body, account, acknowledged.ReadAt), cancellationToken);
            if (answer.Result is { } result)
            {
                Note(acknowledged, result.Rejected.ContainsKey(UsageBatchAnswer.TooRecent) ? body with { Days = [] } : body);
                acknowledged.Write(surroundings);
                tally.Add(result, body);
            }
            else if (answer.Status is HttpStatusCode.RequestEntityTooLarge && body.Count > 1)
            {
                var (first, second) = body.Halves();
                waiting.Push(second);
                waiting.Push(first);
            }
            else
            {
                await progress.WriteLineAsync(ReasonOf(answer, account));
                tally.Stop(waiting.Prepend(body));
                break;
            }
        }

        await progress.WriteLineAsync(tally.InWords(account, logged.Unplaced));
        return tally.IsComplete;
    }

    /// <summary>Reads this machine's calls as far as a server takes single ones.</summary>
    /// <param name="account">Says where the company's days begin; without one they are UTC's.</param>
    public LoggedHours HoursOf(Memory.AllObservations observations, ServerAccount? account)
    {
        var now = clock.GetUtcNow();
        var calendar = CalendarOf(account);
        return LoggedHours.Of(
            observations, FirstHour(now) * 3_600_000L, (now + MaxAhead).ToUnixTimeMilliseconds(),
            new(calendar, RawHorizon.FirstOpenDay(calendar.DayOf(now.ToUnixTimeMilliseconds()))));
    }

    private static CompanyCalendar CalendarOf(ServerAccount? account) => new(
        account is not null && TimeZoneInfo.TryFindSystemTimeZoneById(account.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc);

    // Hours first, newest first, then days: what is recent is on the boards soonest.
    private IEnumerable<SyncBody> Bodies(LoggedHours logged, Acknowledged? acknowledged) =>
        Changed(logged, acknowledged).Chunk(logged, CallsPerBody).Select(static hours => new SyncBody(hours, []))
            .Concat(ChangedDays(logged.Old, acknowledged).Chunk(DaysPerBody).Select(static days => new SyncBody([], days)));

    private static IEnumerable<UsageDay> ChangedDays(LoggedDays old, Acknowledged? acknowledged) => old.Days
        .Union(acknowledged?.Days.Keys.Select(static day => DateOnly.ParseExact(day, DayFormat, CultureInfo.InvariantCulture)) ?? [])
        .OrderDescending().Select(day => old[day])
        .Where(day => acknowledged?.Days.GetValueOrDefault(NameOf(day)) is not { } known
            || (known != Acknowledged.SentAsHours && known != LoggedDays.DigestOf(day)));

    private static string NameOf(UsageDay day) => day.Day!.Value.ToString(DayFormat, CultureInfo.InvariantCulture);

    // Hours that the server's horizon has passed; their days were sent with them.
    private static Acknowledged WithoutPast(Acknowledged acknowledged, CompanyCalendar calendar)
    {
        var oldest = FirstHour(acknowledged.ReadAt);
        foreach (var past in acknowledged.Hours.Keys.TakeWhile(hour => hour < oldest).ToList())
        {
            acknowledged.Hours.Remove(past);
            acknowledged.Days[calendar.DayOf(past * 3_600_000L).ToString(DayFormat, CultureInfo.InvariantCulture)] = Acknowledged.SentAsHours;
        }

        return acknowledged;
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

    private static void Note(Acknowledged acknowledged, SyncBody body)
    {
        foreach (var hour in body.Hours)
        {
            var number = (int)(hour.Hour!.Value - DateTimeOffset.UnixEpoch).TotalHours;
            if (hour.Calls.Count == 0 && hour.Changes is null)
            {
                acknowledged.Hours.Remove(number);
            }
            else
            {
                acknowledged.Hours[number] = LoggedHours.DigestOf(hour);
            }
        }

        foreach (var day in body.Days)
        {
            acknowledged.Days[NameOf(day)] = LoggedDays.DigestOf(day);
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

    private static byte[] BodyOf(SyncBody body, ServerAccount? account, DateTimeOffset readAt) => UsageBatchJson.Write(
        new() { Device = account?.Device, ReadAt = readAt, Hours = body.Hours, Days = body.Days.Count == 0 ? null : body.Days });

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
