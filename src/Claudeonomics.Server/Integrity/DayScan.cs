using Claudeonomics.Core.Integrity;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Time;
using Claudeonomics.Storage.Embedded;

namespace Claudeonomics.Server.Integrity;

/// <summary>Reads a day of the ledger's raw facts into conversations, in parts that fit into memory.</summary>
public static class DayScan
{
    /// <summary>Facts in one part, about: some 200 MiB while it is read.</summary>
    public const int FactsPerPart = 1_000_000;

    /// <summary>Facts that are kept packed at once, about: some 2 GiB. A day with more is unpacked as often as it takes.</summary>
    public const int FactsPerPass = 100_000_000;

    // More parts at once than processors gain nothing, and each takes its memory.
    private const int MostAtOnce = 2;

    public static List<ConversationDay> Read(
        string dataDirectory, DateOnly day, CompanyCalendar calendar, CostCalculator prices, CancellationToken cancellationToken) =>
        Read(dataDirectory, day, calendar, prices, FactsPerPart, FactsPerPass, cancellationToken);

    /// <param name="factsPerPart">At least 1.</param>
    /// <param name="factsPerPass">Not below <paramref name="factsPerPart"/>.</param>
    /// <inheritdoc cref="Read(string, DateOnly, CompanyCalendar, CostCalculator, CancellationToken)"/>
    public static List<ConversationDay> Read(
        string dataDirectory, DateOnly day, CompanyCalendar calendar, CostCalculator prices, int factsPerPart, int factsPerPass,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        FactStretch stretch;
        using (var scan = FactScan.Open(dataDirectory))
        {
            stretch = scan.StretchOf(calendar.StartMsOf(day), calendar.StartMsOf(day.AddDays(1)));
        }

        var passes = Parts(stretch.Facts, factsPerPass);
        var parts = Parts(stretch.Facts / passes, factsPerPart);
        var read = new List<ConversationDay>[passes * parts];
        var own = new (DayFacts Facts, ConversationDayReader Reader)[Math.Min(Math.Min(Environment.ProcessorCount, MostAtOnce), parts)];
        for (var reader = 0; reader < own.Length; reader++)
        {
            own[reader] = (new(day.DayNumber, calendar), new(calendar, prices));
        }

        for (var pass = 0; pass < passes; pass++)
        {
            var first = pass * parts;
            var next = -1;
            var dealt = DealtFacts.Deal(dataDirectory, stretch, pass, passes, parts, cancellationToken);

            // Each reader keeps its room from part to part, which would otherwise be made and cleared again for each.
            Parallel.For(0, own.Length, new ParallelOptions { CancellationToken = cancellationToken }, reader =>
            {
                for (var part = Interlocked.Increment(ref next); part < parts; part = Interlocked.Increment(ref next))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    dealt.Read(part, own[reader].Facts.Add);
                    own[reader].Facts.Read(own[reader].Reader, read[first + part] = []);
                }
            });
        }

        return [.. read.SelectMany(static list => list)];
    }

    private static int Parts(long facts, int each) => (int)Math.Max(1, (facts + each - 1) / each);
}
