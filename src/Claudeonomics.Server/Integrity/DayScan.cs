using Claudeonomics.Core.Integrity;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Time;
using Claudeonomics.Storage.Embedded;

namespace Claudeonomics.Server.Integrity;

/// <summary>Reads a day of the ledger's raw facts into conversations, in parts that fit into memory.</summary>
public static class DayScan
{
    /// <summary>Facts in one part, about: less than a gigabyte while it is read. Every part unpacks the whole day, so that few large ones are faster than
    /// many small ones.</summary>
    public const int FactsPerPart = 6_000_000;

    // More parts at once than processors gain nothing, and each takes its memory.
    private const int MostAtOnce = 2;

    public static List<ConversationDay> Read(
        string dataDirectory, DateOnly day, CompanyCalendar calendar, CostCalculator prices, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        var (from, until) = (calendar.StartMsOf(day), calendar.StartMsOf(day.AddDays(1)));
        long facts;
        using (var scan = FactScan.Open(dataDirectory))
        {
            facts = scan.Count(from, until);
        }

        var parts = (int)Math.Max(1, (facts + FactsPerPart - 1) / FactsPerPart);
        var read = new List<ConversationDay>[parts];
        Parallel.For(
            0, parts,
            new ParallelOptions { MaxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, MostAtOnce), CancellationToken = cancellationToken },
            part =>
            {
                var gathered = new DayFacts(day.DayNumber, calendar);
                using (var scan = FactScan.Open(dataDirectory))
                {
                    scan.Read(from, until, part, parts, gathered.Add, cancellationToken);
                }

                gathered.Read(new ConversationDayReader(calendar, prices), read[part] = []);
            });
        return [.. read.SelectMany(static list => list)];
    }
}
