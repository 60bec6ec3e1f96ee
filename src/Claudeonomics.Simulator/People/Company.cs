using Claudeonomics.Core.People;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Chance;

namespace Claudeonomics.Simulator.People;

/// <summary>Which company: the same options give the same company, person by person and call by call.</summary>
/// <param name="People">5 to 85,000 in all likelihood; at least 1.</param>
/// <param name="Seed">Anything.</param>
/// <param name="LastDay">The last day of the 30 days that <see cref="SimulatedPerson.MonthlyTokens"/> is meant for.</param>
/// <param name="Volume">Everybody's tokens are multiplied by this.</param>
/// <param name="MostRequestsPerDay">Nobody makes more requests a day: for a history that is only to look alive; <see langword="null"/> for no limit.</param>
public sealed record CompanyOptions(
    int People, ulong Seed, DateOnly LastDay, double Volume = 1, int? MostRequestsPerDay = null);

/// <summary>The people of a simulated company and how much each is meant to use.</summary>
public sealed class Company
{
    private Company(CompanyOptions options, IReadOnlyList<SimulatedPerson> people, IReadOnlyList<SimulatedTeam> teams) =>
        (Options, People, Teams) = (options, people, teams);

    public CompanyOptions Options { get; }

    public IReadOnlyList<SimulatedPerson> People { get; }

    /// <summary>A tree: the company itself first, parents before their teams.</summary>
    public IReadOnlyList<SimulatedTeam> Teams { get; }

    public static Company Create(CompanyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.People, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Volume);
        var teams = SimulatedTeams.Build(options.People);
        var leaves = (options.People + CompanyParameters.TeamSize - 1) / CompanyParameters.TeamSize;
        var firstLeaf = teams.Count - leaves;
        var places = PlacesInDistribution(options);
        var active = (int)Math.Round(options.People * CompanyParameters.ActiveShare, MidpointRounding.AwayFromZero);
        var names = new Names();
        var people = new SimulatedPerson[options.People];
        for (var i = 0; i < people.Length; i++)
        {
            people[i] = Person(options, i, firstLeaf + (i / CompanyParameters.TeamSize), places[i], active, names);
        }

        return new(options, people, teams);
    }

    /// <summary>A shuffle of 0 to n-1: who stands where in the distribution of tokens has nothing to do with teams or names.</summary>
    private static int[] PlacesInDistribution(CompanyOptions options)
    {
        var places = new int[options.People];
        var random = SplitMix64.For(options.Seed, Purpose.Order, 0);
        for (var i = 0; i < places.Length; i++)
        {
            var j = random.Below(i + 1);
            places[i] = places[j];
            places[j] = i;
        }

        return places;
    }

    private static SimulatedPerson Person(CompanyOptions options, int ordinal, int team, int place, int active, Names names)
    {
        var random = SplitMix64.For(options.Seed, Purpose.Person, ordinal);
        var (name, email) = names.Next(random.Below(1 << 20), random.Below(1 << 20));
        var isActive = place < active;
        var sigmas = isActive ? NormalQuantile.Of((place + 0.5) / active) : 0;
        var noise = NormalQuantile.Of((random.Below(1 << 20) + 0.5) / (1 << 20));
        var score = (CompanyParameters.ScorePerSigma * sigmas) + (CompanyParameters.ScoreNoise * noise);
        var everyDay = isActive && active - place <= (int)(active * CompanyParameters.EveryDayShare);
        return new(
            ordinal, name, email, Roles[random.Pick(RolePercent)], team,
            SimulatedZone.All[random.Pick(SimulatedZone.Percent)],
            (Participation)random.Pick(CompanyParameters.ParticipationPercent),
            5 - random.Pick(CompanyParameters.WorkingDaysPercent),
            isActive
                ? (long)Math.Round(options.Volume
                    * Math.Exp(CompanyParameters.LogMeanTokens + (CompanyParameters.LogSigmaTokens * sigmas)))
                : 0,
            isActive ? 1 + (CompanyParameters.MostExtraWorkdays / (1 + Math.Exp(-score))) : 0,
            everyDay,
            AgentModel.Pick(ref random),
            random.Chance(CompanyParameters.MetricsShare));
    }

    private static readonly string[] Roles =
        ["Software engineer", "Data scientist", "Product manager", "Designer", "Site reliability engineer", "Support engineer"];

    private static ReadOnlySpan<byte> RolePercent => [62, 12, 8, 5, 8, 5];
}
