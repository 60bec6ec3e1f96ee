using System.IO.Compression;
using Claudeonomics.Core.Time;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.People;
using Claudeonomics.Simulator.Truth;
using Claudeonomics.Simulator.Wire;

namespace Claudeonomics.IntegrationTests.Faults;

/// <summary>What the agents of a simulated company send, as bodies, and what they really used.</summary>
/// <remarks>The truth is noted by the simulator beside the stream; no code of the server touches it.</remarks>
internal sealed class CompanyTraffic
{
    /// <summary>The end of the simulated days, and the moment at which a server's test clock stands still.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    private readonly Company _company;
    private readonly TruthBook _truth;

    /// <param name="bodies">So many of them, the earliest of two days.</param>
    public CompanyTraffic(ulong seed, int people, int bodies)
    {
        _company = Company.Create(new(people, seed, DateOnly.FromDateTime(Now.UtcDateTime).AddDays(-1)));
        _truth = new TruthBook(people, new CompanyCalendar(TimeZoneInfo.Utc));
        var stream = new ActivityStream(_company, Now.AddDays(-2), Now);
        Source = stream;
        var encoder = new OtlpEncoder();
        var made = new List<TrafficBody>(bodies);
        while (made.Count < bodies && stream.TryRead(out var export))
        {
            _truth.Add(export);
            made.Add(new(OtlpEncoder.PathOf(export.Signal), encoder.EncodeGzip(export, CompressionLevel.Fastest, out _)));
        }

        Bodies = made;
    }

    /// <summary>For making the people known to a server.</summary>
    public IExportSource Source { get; }

    public IReadOnlyList<TrafficBody> Bodies { get; }

    /// <summary>What was used, by person and day; nobody with nothing.</summary>
    public IReadOnlyList<PersonDay> Truth => [.. _truth.Cells
        .GroupBy(static cell => (cell.Key.Person, cell.Key.Day), static cell => cell.Value)
        .Select(day => PersonDay.Of(_company.People[day.Key.Person].Email, day.Key.Day, day.Aggregate(TruthSums.Add)))
        .Order()];
}

/// <param name="Path">Relative to the server.</param>
/// <param name="Gzip">An OTLP request in protobuf, compressed.</param>
internal sealed record TrafficBody(string Path, byte[] Gzip);

/// <summary>One person's sums of one company day.</summary>
internal readonly record struct PersonDay(
    string Email, DateOnly Day, long Requests, long UncachedInput, long CacheRead, long CacheWrite, long Output) : IComparable<PersonDay>
{
    public static PersonDay Of(string email, DateOnly day, in TruthSums sums) => new(
        email, day, sums.Requests, sums.Tokens.UncachedInputTokens, sums.Tokens.CacheReadTokens, sums.Tokens.CacheWriteTokens,
        sums.Tokens.OutputTokens);

    public int CompareTo(PersonDay other) =>
        (string.CompareOrdinal(Email, other.Email), Day.CompareTo(other.Day)) is var (email, day) && email != 0 ? email : day;
}
