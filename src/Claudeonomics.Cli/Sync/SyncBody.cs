using Claudeonomics.Core.Wire;

namespace Claudeonomics.Cli.Sync;

/// <summary>What is sent at once.</summary>
internal sealed record SyncBody(IReadOnlyList<UsageHour> Hours, IReadOnlyList<UsageDay> Days)
{
    public int Count => Hours.Count + Days.Count;

    /// <summary>Two bodies of half the size.</summary>
    public (SyncBody First, SyncBody Second) Halves()
    {
        var (hours, days) = ((Hours.Count + 1) / 2, Days.Count / 2);
        return (new([.. Hours.Take(hours)], [.. Days.Take(days)]), new([.. Hours.Skip(hours)], [.. Days.Skip(days)]));
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
