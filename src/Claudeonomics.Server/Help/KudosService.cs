using Claudeonomics.Core.People;
using Claudeonomics.Core.Time;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.Help;

/// <summary>Kudos: given, taken back, and shown to the two they are between.</summary>
public sealed class KudosService
{
    /// <summary>So many a person and week: kudos for everybody would say nothing.</summary>
    public const int MostPerWeek = 10;

    /// <summary>Company days that kudos are kept: as long as the days of people.</summary>
    public const int KeptDays = 400;

    private const int MostShown = 100;

    private readonly ControlDatabase _control;
    private readonly Colleagues _colleagues;
    private readonly ThanksSource _thanks;
    private readonly CompanyCalendar _calendar;
    private readonly TimeProvider _clock;

    internal KudosService(ControlDatabase control, Colleagues colleagues, ThanksSource thanks, CompanyCalendar calendar, TimeProvider clock) =>
        (_control, _colleagues, _thanks, _calendar, _clock) = (control, colleagues, thanks, calendar, clock);

    /// <summary>Monday of the present company week.</summary>
    public DateOnly Week => DayRange.WeekOf(Today).Start;

    private DateOnly Today => _calendar.DayOf(_clock.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Gives a colleague this week's kudos, or gives another reason for those that were given.</summary>
    public Task<KudosOutcome> GiveAsync(string from, string to, KudosReason reason, CancellationToken cancellationToken)
    {
        var (today, week) = (Today, Week);
        return _control.ChangeAsync(
            async db =>
            {
                if (_colleagues.Participant(from) is not { } giver)
                {
                    return KudosOutcome.NotTakingPart;
                }

                if (from == to || _colleagues.Shown(to) is null)
                {
                    return KudosOutcome.NoSuchPerson;
                }

                var given = await db.Kudos.Where(kudos => kudos.FromPersonId == from && kudos.Week == week).ToListAsync();
                if (given.Find(kudos => kudos.ToPersonId == to) is { } known)
                {
                    (known.Reason, known.GivenAs) = (reason, giver.Participation);
                    return KudosOutcome.Done;
                }

                if (given.Count >= MostPerWeek)
                {
                    return KudosOutcome.TooMany;
                }

                db.Kudos.Add(new() { FromPersonId = from, ToPersonId = to, Week = week, Day = today, Reason = reason, GivenAs = giver.Participation });
                var oldest = today.AddDays(-KeptDays);
                await db.Kudos.Where(kudos => kudos.Day < oldest).ExecuteDeleteAsync();
                return KudosOutcome.Done;
            },
            (_, outcome) => _thanks.Changed(outcome is KudosOutcome.Done), cancellationToken);
    }

    /// <summary>Takes this week's kudos back, as if they had never been given.</summary>
    /// <returns><see langword="false"/> when there are none.</returns>
    public Task<bool> TakeBackAsync(string from, string to, CancellationToken cancellationToken)
    {
        var week = Week;
        return _control.ChangeAsync(
            async db => await db.Kudos.Where(kudos => kudos.FromPersonId == from && kudos.ToPersonId == to && kudos.Week == week).ExecuteDeleteAsync() > 0,
            (_, isGone) => _thanks.Changed(isGone), cancellationToken);
    }

    /// <summary>What somebody gave this week, to whoever others see now; the latest first.</summary>
    public async Task<IReadOnlyList<GivenKudos>> GivenAsync(string from, CancellationToken cancellationToken)
    {
        var week = Week;
        await using var db = _control.Read();
        var rows = _colleagues.Participant(from) is null
            ? []
            : await db.Kudos.Where(kudos => kudos.FromPersonId == from && kudos.Week == week)
                .OrderByDescending(kudos => kudos.Day).ThenBy(kudos => kudos.ToPersonId).ToListAsync(cancellationToken);
        return [.. rows.Select(row => _colleagues.Shown(row.ToPersonId) is { } person ? new GivenKudos(person.Id, person.ShownAs, row.Reason, row.Day) : null)
            .OfType<GivenKudos>()];
    }

    /// <summary>What somebody got from people who take part, the latest first. Empty for who does not take part.</summary>
    public async Task<IReadOnlyList<ReceivedKudos>> ReceivedAsync(string to, CancellationToken cancellationToken)
    {
        var oldest = Today.AddDays(-KeptDays);
        await using var db = _control.Read();
        var rows = _colleagues.Participant(to) is null
            ? []
            : await db.Kudos.Where(kudos => kudos.ToPersonId == to && kudos.Day >= oldest)
                .OrderByDescending(kudos => kudos.Week).ThenBy(kudos => kudos.Reason).ThenBy(kudos => kudos.FromPersonId).ToListAsync(cancellationToken);
        return [.. rows.Where(row => _colleagues.Participant(row.FromPersonId) is not null).Take(MostShown)
            .Select(row => new ReceivedKudos(row.Week, row.Reason, NameOf(row)))];
    }

    private (string Id, string Name)? NameOf(Kudos kudos) =>
        _colleagues.Shown(kudos.FromPersonId) is { } giver && giver.Participation == kudos.GivenAs ? (giver.Id, giver.ShownAs) : null;
}
