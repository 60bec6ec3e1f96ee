using System.Globalization;
using Claudeonomics.Core.Tracing.Copies;
using Claudeonomics.Server.People;

namespace Claudeonomics.Benchmarks.Leak;

/// <summary>What a number of excerpts came to.</summary>
/// <param name="Named">Excerpts of which every copy that they are of was named.</param>
/// <param name="Wrong">Copies that were named and are not in the excerpt.</param>
internal sealed record ExportTally(int Excerpts, int Named, int Wrong)
{
    public static ExportTally operator +(ExportTally left, ExportTally right) => new(left.Excerpts + right.Excerpts, left.Named + right.Named, left.Wrong + right.Wrong);

    public double Share => (double)Named / Excerpts;
}

/// <summary>The export drill: pieces of copies among many that were given out, and whom they name.</summary>
internal sealed class ExportDrillScenario : IScenario
{
    private const double AtLeast = 0.999;
    private const int FirstSeed = 501;

    private static readonly int[] Sizes = [50, 20];

    public string Name => "export-drill";

    public string Summary => "[--copies 10000] [--excerpts 10000] [--others 1000] which copy pieces of 50 and of 20 rows name, plain and handled";

    public Task<ScenarioResult> RunAsync(ScenarioOptions options, CancellationToken cancellationToken)
    {
        var copies = options.Number("copies", 10_000);
        var excerpts = options.Number("excerpts", 10_000);
        var others = options.Number("others", 1_000);
        var figures = new List<Figure>();
        var (wrong, seen) = (0, 0);
        foreach (var (handling, rows) in from handling in Enum.GetValues<Handling>() from rows in Sizes select (handling, rows))
        {
            var tally = Run(handling, rows, copies, handling is Handling.Plain ? excerpts : others);
            (wrong, seen) = (wrong + tally.Wrong, seen + tally.Excerpts);
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{handling,-10} {rows} rows: {tally.Named} of {tally.Excerpts} named ({tally.Share:0.00%}), {tally.Wrong} wrongly, among {copies:N0} copies"));
            if (handling is not Handling.Strange)
            {
                figures.Add(Figure.Rate($"{char.ToLowerInvariant(handling.ToString()[0])}{handling.ToString()[1..]}{rows}", tally.Share, "share", AtLeast, "of excerpts named, at least"));
            }
        }

        figures.Add(Figure.Cost("wrong", wrong, "1", 1, $"copies named wrongly in {seen} excerpts among {copies} copies"));
        return Task.FromResult(new ScenarioResult(Name, figures));
    }

    /// <summary>Excerpts of one kind.</summary>
    /// <param name="copies">How many were given out; of strange excerpts, none of these.</param>
    public static ExportTally Run(Handling handling, int rows, int copies, int excerpts, int seed = FirstSeed)
    {
        var parts = Enumerable.Range(0, Math.Clamp(Environment.ProcessorCount, 1, excerpts)).Select(static _ => new ExportTally(0, 0, 0)).ToArray();
        int[] numbers = [.. Enumerable.Range(1, copies)];
        Parallel.For(0, parts.Length, new ParallelOptions { MaxDegreeOfParallelism = parts.Length }, part =>
        {
            var (drill, lots) = (new ExportDrill(seed + (1_000 * part) + rows + (int)handling), new Random(seed + part));
            using var reader = new CopyReader(ExportDrill.Key, Pseudonyms.Pairs);
            for (var i = part; i < excerpts; i += parts.Length)
            {
                int[] own = handling is Handling.Strange ? [] : handling is Handling.Merged ? [lots.Next(1, copies / 2), lots.Next(copies / 2, copies + 1)] : [lots.Next(1, copies + 1)];
                var excerpt = drill.Excerpt(own.Length > 0 ? own : [copies + 1 + i], rows, handling);
                var named = reader.Read(Excerpt.Read(excerpt), numbers).Select(static evidence => evidence.Copy).ToList();
                parts[part] += new ExportTally(1, own.All(named.Contains) ? 1 : 0, named.Except(own).Count());
            }
        });
        return parts.Aggregate(static (left, right) => left + right);
    }
}
