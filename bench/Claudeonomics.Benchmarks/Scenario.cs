using System.Text.Json;
using System.Text.Json.Serialization;

namespace Claudeonomics.Benchmarks;

/// <summary>One measured number beside its limit or peer from the same run.</summary>
/// <param name="Ratio">Higher is better: value / limit for rates, limit / value for times and sizes.</param>
public sealed record Figure(string Name, double Value, string Unit, double Limit, string LimitIs, double Ratio)
{
    /// <summary>More is better.</summary>
    public static Figure Rate(string name, double value, string unit, double limit, string limitIs) =>
        new(name, Round(value), unit, Round(limit), limitIs, Round(value / limit));

    /// <summary>Less is better.</summary>
    public static Figure Cost(string name, double value, string unit, double limit, string limitIs) =>
        new(name, Round(value), unit, Round(limit), limitIs, value == 0 ? MostRatio : Round(limit / value));

    // Nothing at all is better than any limit, and JSON has no infinity.
    private const double MostRatio = 1_000;

    private static double Round(double value) =>
        value == 0 || !double.IsFinite(value) ? value : Math.Round(value, Math.Clamp(4 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 15));
}

/// <summary>What a scenario found. The first figure is its headline.</summary>
public sealed record ScenarioResult(string Scenario, IReadOnlyList<Figure> Figures);

/// <summary>One benchmark.</summary>
public interface IScenario
{
    string Name { get; }

    string Summary { get; }

    Task<ScenarioResult> RunAsync(ScenarioOptions options, CancellationToken cancellationToken);
}

/// <summary>Options as <c>--name value</c>.</summary>
public sealed class ScenarioOptions(IReadOnlyList<string> args)
{
    /// <summary>Where scenarios may keep files while they run; removed at the end.</summary>
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("claudeonomics-bench-").FullName;

    public int Number(string name, int otherwise) => Text(name) is { } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : otherwise;

    /// <summary>A time in seconds, in parts of one too.</summary>
    public TimeSpan Seconds(string name, double otherwise) =>
        TimeSpan.FromSeconds(Text(name) is { } text ? double.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : otherwise);

    public bool Has(string name) => args.Contains("--" + name);

    /// <returns><see langword="null"/> when it was not given.</returns>
    public string? Text(string name)
    {
        var index = args.ToList().IndexOf("--" + name);
        return index < 0 ? null : index + 1 < args.Count ? args[index + 1] : throw new ArgumentException($"--{name} needs a value.");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ScenarioResult))]
internal sealed partial class ScenarioJson : JsonSerializerContext;

/// <summary>Runs the scenario that is named and prints what it found as one JSON object on the last line.</summary>
internal static class BenchmarkProgram
{
    private static readonly IScenario[] Scenarios =
        [new Ingest.IngestScenario(), new Board.BoardScenario(), new Query.QueryScenario(), new Month.MonthScenario(), new Scan.ScanScenario(),
            new Fairness.FairnessScenario(), new Fairness.RulePlayersScenario(), new Night.NightScenario(), new Leak.ExportDrillScenario(), new Leak.LeakScenario()];

    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        if (args.Count > 0 && args[0] == Load.Peers.Verb)
        {
            return await Load.Peers.RunAsync([.. args.Skip(1)]);
        }

        var scenario = args.Count > 0 ? Array.Find(Scenarios, scenario => scenario.Name == args[0]) : null;
        if (scenario is null)
        {
            Console.Error.WriteLine("usage: ./bench.sh SCENARIO [--option value]");
            foreach (var known in Scenarios)
            {
                Console.Error.WriteLine($"  {known.Name,-8} {known.Summary}");
            }

            return 2;
        }

        var options = new ScenarioOptions([.. args.Skip(1)]);
        try
        {
            var result = await scenario.RunAsync(options, CancellationToken.None);
            Console.Out.WriteLine(JsonSerializer.Serialize(result, ScenarioJson.Default.ScenarioResult));
            return 0;
        }
        finally
        {
            Directory.Delete(options.Directory, recursive: true);
        }
    }
}
