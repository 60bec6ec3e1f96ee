using Claudeonomics.Core.People;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Chance;
using Claudeonomics.Simulator.People;

namespace Claudeonomics.Simulator.Fairness;

/// <summary>Which population: the same options give the same people and the same records.</summary>
/// <param name="People">At least 1.</param>
/// <param name="Days">At least 1.</param>
/// <param name="LastDay">UTC.</param>
/// <param name="Prevalence">Share of people who play one of <paramref name="Attacks"/>.</param>
/// <param name="HardShare">Share of people who play one of <paramref name="Honest"/>; the rest is ordinary.</param>
/// <param name="Honest">In equal parts.</param>
/// <param name="Attacks">In equal parts.</param>
/// <param name="Shift">How far each person's parameters are from their archetype's, at most: 0.1 for 10%.</param>
/// <param name="IsHonest">The same people do their honest work and nothing else: the other world, against which gains are told.</param>
public sealed record MixedPopulationOptions(
    int People, int Days, ulong Seed, DateOnly LastDay, double Prevalence, double HardShare,
    IReadOnlyList<Archetype> Honest, IReadOnlyList<Archetype> Attacks, double Shift = 0.1, bool IsHonest = false)
{
    public DateOnly FirstDay => LastDay.AddDays(1 - Days);

    /// <summary>Two people in a hundred who pad, forge or play the rules, thirty who are honest and easily mistaken; the rest is ordinary.</summary>
    public static MixedPopulationOptions Of(int people, int days, ulong seed, DateOnly lastDay, MixedPart part)
    {
        var kinds = part switch
        {
            MixedPart.Tuned => ArchetypeSplit.Tuned,
            MixedPart.Judged => ArchetypeSplit.Judged,
            _ => [.. ArchetypeSplit.Tuned, .. ArchetypeSplit.Judged],
        };
        return new(
            people, days, seed, lastDay, Prevalence: 0.02, HardShare: 0.3, [.. kinds.Where(static kind => !ArchetypeSplit.IsAttack(kind))],
            [.. kinds.Where(ArchetypeSplit.IsAttack)], part is MixedPart.Tuned ? 0.1 : 0.3);
    }
}

/// <summary>A company with honest and dishonest people whose every record's worth is known.</summary>
/// <remarks>Shares no rule and no number with <c>Core/Integrity</c>, which has to find out.</remarks>
public sealed class MixedPopulation : IExportSource
{
    internal const long MsPerDay = 86_400_000;

    private readonly MixedPopulationOptions _options;
    private readonly MixedPerson[] _mixed;
    private readonly DraftDay _day = new();
    private readonly DayScript _script;
    private int _nextDay;

    public MixedPopulation(MixedPopulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.People, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Days, 1);
        _options = options;
        Teams = SimulatedTeams.Build(options.People);
        _mixed = Create(options, Teams);
        People = [.. _mixed.Select(static mixed => mixed.Person)];
        _script = new(_day, new SessionPlayer(_day, new ReportedCosts(PriceBook.Embedded)), options, _mixed);
    }

    public IReadOnlyList<SimulatedPerson> People { get; }

    public IReadOnlyList<SimulatedTeam> Teams { get; }

    public bool TryRead(out Export export)
    {
        var draft = _day.Next();
        while (draft is null && (_nextDay < _options.Days || _day.HasLater))
        {
            PlayDay();
            draft = _day.Next();
        }

        if (draft is null)
        {
            export = default;
            return false;
        }

        export = new()
        {
            PersonOrdinal = draft.Person,
            Person = People[draft.Person],
            Agent = draft.Agent,
            Signal = draft.Signal,
            Conversation = draft.Conversation,
            ArrivedAtUnixMs = draft.ArrivedAtUnixMs,
            IsResend = draft.IsResend,
            IsAttended = draft.IsAttended,
            Worth = draft.Worth,
            Acts = draft.Acts.Acts,
        };
        return true;
    }

    private void PlayDay()
    {
        if (_nextDay < _options.Days)
        {
            foreach (var person in _mixed)
            {
                _script.Play(person, _nextDay);
            }

            _nextDay++;
        }

        var isLast = _nextDay == _options.Days;
        _day.Close(isLast ? long.MaxValue : StartMs(_options.FirstDay.AddDays(_nextDay)));
    }

    internal static long StartMs(DateOnly day) => new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static MixedPerson[] Create(MixedPopulationOptions options, IReadOnlyList<SimulatedTeam> teams)
    {
        var leaves = teams.Where(team => teams.All(other => other.Parent != team.Ordinal)).Select(static team => team.Ordinal).ToArray();
        var kinds = Kinds(options);
        var names = new Names();
        var people = new MixedPerson[options.People];
        for (var i = 0; i < people.Length; i++)
        {
            var random = SplitMix64.For(options.Seed, Purpose.Person, i, 2);
            var (name, email) = names.Next(random.Below(1 << 20), random.Below(1 << 20));
            var favourite = AgentModel.Pick(ref random);
            var person = new SimulatedPerson(
                i, name, email, kinds[i].ToString(), leaves[i * leaves.Length / people.Length],
                SimulatedZone.All[random.Pick(SimulatedZone.Percent)], Participation.Named,
                kinds[i] is Archetype.PartTime ? 2 + random.Below(2) : 5, 0, 0, false,
                NeedsSignals(kinds[i]) ? AgentModel.Catalogue[random.Below(5)] : favourite, random.Chance(0.5), kinds[i]);
            people[i] = new(person, kinds[i], options.Seed, options.Shift, options.Days);
        }

        // Who needs a colleague takes the next one of the same kind, or whoever is next.
        for (var i = 0; i < people.Length; i++)
        {
            people[i].Helper = people.Length == 1 ? -1 : FindHelper(people, i);
        }

        return people;
    }

    // What these do shows only where the agent tells of prompts and edits.
    private static bool NeedsSignals(Archetype kind) =>
        kind is Archetype.CommitSpam or Archetype.SplitPullRequests or Archetype.VoicePrompts or Archetype.CountsTimesTen or Archetype.SplitIdentity;

    private static int FindHelper(MixedPerson[] people, int of)
    {
        for (var step = 1; step < people.Length; step++)
        {
            var other = (of + step) % people.Length;
            if (people[other].Kind == people[of].Kind && people[other].Helper < 0)
            {
                return other;
            }
        }

        return (of + 1) % people.Length;
    }

    private static Archetype[] Kinds(MixedPopulationOptions options)
    {
        var kinds = new Archetype[options.People];
        var attackers = options.Attacks.Count == 0 ? 0 : (int)Math.Round(options.People * options.Prevalence);
        var hard = options.Honest.Count == 0 ? 0 : (int)Math.Round(options.People * options.HardShare);
        for (var i = 0; i < kinds.Length; i++)
        {
            kinds[i] = i < attackers ? options.Attacks[i % options.Attacks.Count]
                : i < attackers + hard ? options.Honest[(i - attackers) % options.Honest.Count]
                : Archetype.Ordinary;
        }

        var random = SplitMix64.For(options.Seed, Purpose.Order, 1);
        for (var i = kinds.Length - 1; i > 0; i--)
        {
            var j = random.Below(i + 1);
            (kinds[i], kinds[j]) = (kinds[j], kinds[i]);
        }

        return kinds;
    }
}
