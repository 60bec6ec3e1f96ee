using System.Globalization;
using Claudeonomics.Core.Integrity;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Simulator.Fairness;

namespace Claudeonomics.Benchmarks.Fairness;

/// <summary>What those gain who play the rules of the game instead of working: places on the score and titles, beside the same people in a world
/// where they do their honest work and nothing else.</summary>
internal sealed class RulePlayersScenario : IScenario
{
    private static readonly Archetype[] RulePlayers =
    [
        Archetype.ScriptedPrompts, Archetype.OnePromptADay, Archetype.OkConversation, Archetype.SplitPullRequests, Archetype.BaselineBurning, Archetype.BadgeFarming,
    ];

    public string Name => "rule-players";

    public string Summary => "[--people 3000] [--weeks 12] [--seeds 2] [--first-seed 301] score and titles of people who play the rules";

    public async Task<ScenarioResult> RunAsync(ScenarioOptions options, CancellationToken cancellationToken)
    {
        var gains = RulePlayers.ToDictionary(static kind => kind, static _ => new List<double>());
        var titles = RulePlayers.ToDictionary(static kind => kind, static _ => new List<TitleSet>());
        for (var seed = 0; seed < options.Number("seeds", 2); seed++)
        {
            var population = FairnessPopulations.Of(
                options.Number("people", 3_000), options.Number("weeks", 12), (ulong)(options.Number("first-seed", 301) + seed), MixedPart.All) with { Attacks = RulePlayers };
            var played = await WorldAsync(population, Path.Combine(options.Directory, $"{seed}-played"), cancellationToken);
            var honest = await WorldAsync(population with { IsHonest = true }, Path.Combine(options.Directory, $"{seed}-honest"), cancellationToken);
            var people = new MixedPopulation(population).People;
            foreach (var person in people.Where(static person => RulePlayers.Contains(person.Archetype)))
            {
                gains[person.Archetype].Add(played[person.Ordinal].Place - honest[person.Ordinal].Place);
                titles[person.Archetype].Add(played[person.Ordinal].Titles & ~honest[person.Ordinal].Titles);
            }
        }

        foreach (var kind in RulePlayers)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{kind,-18} {gains[kind].Count} people; gain mean {gains[kind].Average():0.0000}, most {gains[kind].Max():0.0000}; titles gained: {Listed(titles[kind])}"));
        }

        var all = gains.Values.SelectMany(static of => of).ToList();
        var withTitle = titles.Values.SelectMany(static of => of).Count(static of => of != TitleSet.None);
        return new(Name,
        [
            Figure.Cost("meanGain", Math.Max(0, gains.Values.Max(static of => of.Average())), "share", 0.03, "of all places, of the kind that gains most"),
            Figure.Cost("titlesGained", withTitle, "1", 1, $"people with a title they would not have; of {all.Count}"),
        ]);
    }

    private static async Task<(double Place, TitleSet Titles)[]> WorldAsync(MixedPopulationOptions population, string directory, CancellationToken cancellationToken)
    {
        var run = new FairnessRun(new MixedPopulation(population), population.FirstDay, IntegrityRules.Default);
        run.Run();
        return await PlayedCompany.PlayAsync(new MixedPopulation(population), population.LastDay, run.Findings, directory, cancellationToken);
    }

    private static string Listed(IReadOnlyList<TitleSet> gained)
    {
        var counts = Enum.GetValues<TitleSet>().Where(static title => title != TitleSet.None)
            .Select(title => (Title: title, Count: gained.Count(of => (of & title) != 0))).Where(static of => of.Count > 0)
            .Select(static of => $"{of.Title} {of.Count.ToString(CultureInfo.InvariantCulture)}").ToList();
        return counts.Count == 0 ? "none" : string.Join(", ", counts);
    }
}
