using System.Globalization;
using Claudeonomics.Core.Integrity;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Simulator.Fairness;

namespace Claudeonomics.Benchmarks.Fairness;

/// <summary>What those gain who play the rules of the game instead of working: places on the score and titles, beside the same people in a world
/// where they do their honest work and nothing else. Everybody's honest days, calls and colleagues are the same in both worlds.</summary>
internal sealed class RulePlayersScenario : IScenario
{
    private static readonly Archetype[] RulePlayers =
    [
        Archetype.ScriptedPrompts, Archetype.OnePromptADay, Archetype.OkConversation, Archetype.SplitPullRequests, Archetype.BaselineBurning, Archetype.BadgeFarming,
    ];

    private static readonly int[] MinutesBeside = [0, 10, 30];

    private static readonly string[] Parts = ["volume", "consistency", "outcomes", "efficiency", "focus", "help"];

    public string Name => "rule-players";

    public string Summary =>
        "[--people 3000] [--weeks 12] [--seeds 2] [--first-seed 301] [--tuned] score and titles of people who play the rules";

    public async Task<ScenarioResult> RunAsync(ScenarioOptions options, CancellationToken cancellationToken)
    {
        var kinds = options.Has("tuned") ? [.. RulePlayers.Where(static kind => ArchetypeSplit.Tuned.Contains(kind))] : RulePlayers;

        // The rules that are judged, and beside them what an active day was when prompts alone, or any calls, were enough, and with shorter or longer acts.
        ActiveDayRule[] asked =
            [ActiveDayRule.Default, ActiveDayRule.OfPrompts, .. MinutesBeside.Select(static minutes => ActiveDayRule.Default with { MinActMinutes = minutes })];
        var books = asked.Select(BookOf).ToList();
        var gains = asked.ToDictionary(static rule => rule, _ => kinds.ToDictionary(static kind => kind, static _ => new List<Gain>()));
        var moved = asked.ToDictionary(static rule => rule, static _ => new Dictionary<Archetype, List<double>>());
        for (var seed = 0; seed < options.Number("seeds", 2); seed++)
        {
            var population = FairnessPopulations.Of(
                options.Number("people", 3_000), options.Number("weeks", 12), (ulong)(options.Number("first-seed", 301) + seed),
                options.Has("tuned") ? MixedPart.Tuned : MixedPart.All) with { Attacks = kinds };
            var played = await WorldAsync(population, books, Path.Combine(options.Directory, $"{seed}-played"), cancellationToken);
            var honest = await WorldAsync(population with { IsHonest = true }, books, Path.Combine(options.Directory, $"{seed}-honest"), cancellationToken);
            foreach (var person in new MixedPopulation(population).People)
            {
                for (var book = 0; book < asked.Length; book++)
                {
                    if (kinds.Contains(person.Archetype))
                    {
                        gains[asked[book]][person.Archetype].Add(new(played[book][person.Ordinal], honest[book][person.Ordinal]));
                    }
                    else
                    {
                        ListOf(moved[asked[book]], person.Archetype).Add(
                            honest[book][person.Ordinal].Place - honest[Array.IndexOf(asked, ActiveDayRule.OfPrompts)][person.Ordinal].Place);
                    }
                }
            }
        }

        foreach (var rule in asked)
        {
            Console.Error.WriteLine(Text(
                $"Active days ask for {rule.MinActs} decisions or accepted edits over {rule.MinActMinutes} minutes{(rule == ActiveDayRule.Default ? ", as the rules do" : "")}"));
            foreach (var kind in kinds)
            {
                Write(kind, gains[rule][kind]);
            }

            foreach (var (kind, changes) in moved[rule].OrderBy(static of => of.Key))
            {
                Console.Error.WriteLine(Text($"  honest {kind,-22} {changes.Count,5} people; places beside days of prompts alone: mean {changes.Average():+0.0000;-0.0000}, least {changes.Min():0.0000}"));
            }
        }

        var all = gains[ActiveDayRule.Default].Values.SelectMany(static of => of).ToList();
        var withTitle = all.Count(static gain => gain.Titles != TitleSet.None);
        return new(Name,
        [
            Figure.Cost("meanGain", Math.Max(0, gains[ActiveDayRule.Default].Values.Max(static of => of.Average(static gain => gain.Places))), "share", 0.03, "of all places, of the kind that gains most"),
            Figure.Cost("titlesGained", withTitle, "1", 1, $"people with a title they would not have; of {all.Count}"),
        ]);
    }

    private static RuleBook BookOf(ActiveDayRule rule) => rule == ActiveDayRule.Default
        ? RuleBook.Default
        : RuleBook.Parse([new("2000-01",
            [
                new("active-day.acts", rule.MinActs.ToString(CultureInfo.InvariantCulture)),
                new("active-day.act-minutes", rule.MinActMinutes.ToString(CultureInfo.InvariantCulture)),
                new("active-day.calls-percent", rule.MinCallsPercent.ToString(CultureInfo.InvariantCulture)),
            ])]);

    private static async Task<Played[][]> WorldAsync(
        MixedPopulationOptions population, IReadOnlyList<RuleBook> books, string directory, CancellationToken cancellationToken)
    {
        var run = new FairnessRun(new MixedPopulation(population), population.FirstDay, IntegrityRules.Default);
        run.Run();
        return await PlayedCompany.PlayAsync(new MixedPopulation(population), population.LastDay, run.Findings, books, directory, cancellationToken);
    }

    private static void Write(Archetype kind, List<Gain> gains)
    {
        var places = gains.Select(static gain => gain.Places).ToList();
        var mean = places.Average();
        var error = places.Count < 2 ? 0 : 1.96 * Math.Sqrt(places.Sum(place => (place - mean) * (place - mean)) / (places.Count - 1) / places.Count);
        var points = Parts.Select((part, i) => Text($"{part} {gains.Average(gain => gain.Points(i)):+0.0;-0.0;0}"));
        Console.Error.WriteLine(Text(
            $"  {kind,-18} {gains.Count} people, {gains.Count(static gain => gain.Played.IsFound)} found; gain mean {mean:0.0000} ({mean - error:0.0000} to {mean + error:0.0000}), most {places.Max():0.0000}; titles gained: {Listed(gains)}; points: {string.Join(", ", points)}"));
    }

    // Those with a finding apart: their titles wait while it is open.
    private static string Listed(List<Gain> gains)
    {
        var counts = Enum.GetValues<TitleSet>().Where(static title => title != TitleSet.None)
            .Select(title => (Title: title, Of: gains.Where(gain => (gain.Titles & title) != 0).ToList())).Where(static of => of.Of.Count > 0)
            .Select(static of => Text($"{of.Title} {of.Of.Count} ({of.Of.Count(static gain => gain.Played.IsFound)} found)")).ToList();
        return counts.Count == 0 ? "none" : string.Join(", ", counts);
    }

    private static List<double> ListOf(Dictionary<Archetype, List<double>> lists, Archetype kind) =>
        lists.TryGetValue(kind, out var list) ? list : lists[kind] = [];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>One person in the two worlds.</summary>
    private sealed record Gain(Played Played, Played Honest)
    {
        public double Places => Played.Place - Honest.Place;

        public TitleSet Titles => Played.Titles & ~Honest.Titles;

        public double Points(int part) => Played.Parts[part] - Honest.Parts[part];
    }
}
