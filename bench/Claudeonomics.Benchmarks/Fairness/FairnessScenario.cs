using System.Globalization;
using Claudeonomics.Core.Integrity;
using Claudeonomics.Simulator.Fairness;

namespace Claudeonomics.Benchmarks.Fairness;

/// <summary>How well the integrity rules tell padding from work, on a population whose truth is known.</summary>
internal sealed class FairnessScenario : IScenario
{
    public string Name => "fairness";

    public string Summary => "[--people 3000] [--weeks 12] [--seeds 5] [--first-seed 101] [--tuned] [--all] [--verbose] integrity rules against known truth";

    public Task<ScenarioResult> RunAsync(ScenarioOptions options, CancellationToken cancellationToken)
    {
        var tally = new FairnessTally();
        var seeds = options.Number("seeds", 5);
        var firstSeed = options.Number("first-seed", 101);
        var part = options.Has("all") ? MixedPart.All : options.Has("tuned") ? MixedPart.Tuned : MixedPart.Judged;
        for (var seed = 0; seed < seeds; seed++)
        {
            var population = FairnessPopulations.Of(options.Number("people", 3_000), options.Number("weeks", 12), (ulong)(firstSeed + seed), part);
            var run = new FairnessRun(new MixedPopulation(population), population.FirstDay, IntegrityRules.Default);
            if (options.Has("verbose"))
            {
                run.Looked = (person, conversations, cohorts) => Show(run, person, conversations, cohorts);
            }

            run.Run();
            tally.Add(run);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {firstSeed + seed}: {run.Facts:N0} facts, {run.TooLate:N0} too late, {run.Held} held"));
        }

        tally.Print(Console.Error);
        return Task.FromResult(new ScenarioResult(Name, tally.Figures()));
    }

    private static void Show(FairnessRun run, int person, IReadOnlyList<ConversationDay> conversations, CohortView cohorts)
    {
        var kind = run.People[person].Archetype;
        foreach (var conversation in conversations)
        {
            var score = WasteScore.Of(conversation, cohorts, IntegrityRules.Default);
            if (score.Families >= 2)
            {
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{kind} {person} day {conversation.Day} {conversation.Main.Agent}: {score.Points} points, {score.Families} families, {conversation.Weighted / 1e6:0.0}M, {conversation.Calls} calls: {string.Join(", ", score.Evidence.Select(static item => $"{item.Rule} {item.Points} ({item.Value:0.##})"))}"));
            }
        }
    }
}
