using Claudeonomics.Core.Usage;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Chance;

namespace Claudeonomics.Simulator.Fairness;

/// <summary>What each archetype does on a day.</summary>
internal sealed partial class DayScript(DraftDay day, SessionPlayer player, MixedPopulationOptions options, IReadOnlyList<MixedPerson> people)
{
    private const long MsPerHour = 3_600_000;

    // Nobody types in two places at once: two acts of one person are at least this far apart.
    private const long LeastBetweenActsMs = 2_600;

    private MixedPerson _person = null!;
    private SplitMix64 _random;
    private int _day;
    private int _conversation;
    private long _utcMidnight;
    private long _midnight;

    /// <param name="dayOfAll">0 for the first day of the population.</param>
    public void Play(MixedPerson person, int dayOfAll)
    {
        (_person, _day, _conversation) = (person, dayOfAll, 0);
        _random = SplitMix64.For(options.Seed, Purpose.Day, person.Person.Ordinal, dayOfAll);
        _utcMidnight = MixedPopulation.StartMs(Date);
        _midnight = _utcMidnight - (long)person.Person.Zone.UtcOffset.TotalMilliseconds;
        var before = day.Drafts.Count;
        if (person.Kind < Archetype.IdleLoop)
        {
            Honest();
            KeepApart(before);
        }
        else
        {
            Dishonest();
        }
    }

    private DateOnly Date => options.FirstDay.AddDays(_day);

    private bool IsWeekend => Date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private int DaysLeftInMonth => DateTime.DaysInMonth(Date.Year, Date.Month) - Date.Day;

    private bool Works(double share) => _random.Chance(IsWeekend ? 0.06 : share);

    private Guid NewConversation() => ConversationOf(_day, _conversation++);

    private Guid ConversationOf(int onDay, int number)
    {
        var random = SplitMix64.For(options.Seed, Purpose.Session, _person.Person.Ordinal, onDay, number);
        return Uuid4.Of(random.Next(), random.Next());
    }

    /// <summary>Local time of day as a moment, never before the UTC day so that days follow one another.</summary>
    private long At(double hour) => Math.Max(_utcMidnight, _midnight + (long)(hour * MsPerHour));

    private int Count(double median, double sigma) => Math.Max(1, (int)Draws.LogNormal(ref _random, median, sigma));

    private long Play(SessionShape shape, long start, double hours) => Play(shape, NewConversation(), start, start + (long)(hours * MsPerHour));

    private long Play(SessionShape shape, Guid conversation, long start, long until) =>
        player.Play(ref _random, shape, _person.Person.Ordinal, conversation, start, until);

    /// <summary>A day's work, one conversation after the other.</summary>
    private void Work(SessionShape shape, double calls, double fromHour, double hours, double perConversation = 28)
    {
        var at = At(fromHour + (0.4 * Draws.Normal(ref _random)));
        var until = At(fromHour + hours);
        for (var left = (int)calls; left > 0 && at < until;)
        {
            var count = Math.Min(left, Count(perConversation, 0.9));
            at = Play(shape with { Calls = count }, NewConversation(), at, until);
            at += (long)(Draws.LogNormal(ref _random, 600, 0.9) * 1000);
            left -= count;
        }
    }

    private void OrdinaryDay(double share = 1)
    {
        if (share > 0 && Works(0.82))
        {
            Work(_person.Shape, share * Draws.LogNormal(ref _random, _person.CallsPerDay, 0.55), _person.StartsAt, 9.5);
        }
    }

    // A person's prompts and decisions in several conversations come one after the other.
    private void KeepApart(int from)
    {
        var acts = new List<(long At, int Draft, int Act)>();
        for (var i = from; i < day.Drafts.Count; i++)
        {
            var list = day.Drafts[i].Acts.Acts;
            for (var j = 0; j < list.Length; j++)
            {
                if (day.Drafts[i].IsAttended && (list[j].Kind is ActKind.Prompt
                    || (list[j].Kind is ActKind.Decision or ActKind.ToolResult && list[j].Decider is not Decider.Setting)))
                {
                    acts.Add((list[j].AtUnixMs, i, j));
                }
            }
        }

        acts.Sort();
        var last = 0L;
        foreach (var (at, draft, act) in acts)
        {
            last = Math.Max(at, last + LeastBetweenActsMs);
            day.Drafts[draft].Acts.At(act).AtUnixMs = last;
        }
    }
}
