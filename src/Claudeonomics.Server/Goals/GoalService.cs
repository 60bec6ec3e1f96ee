using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking.Goals;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.Goals;

/// <summary>What became of somebody's wish to set or remove a goal.</summary>
public enum GoalOutcome
{
    Done,
    NoSuchTeam,

    /// <summary>There is none to remove.</summary>
    NoSuchGoal,

    /// <summary>Goals are set by who takes part and is in the team or one below it, and by administrators.</summary>
    NotAMember,

    /// <summary>The season's first days are over: its goal stands.</summary>
    TooLate,
}

/// <summary>What teams want of their seasons.</summary>
public sealed class GoalService : ITeamGoalsSource
{
    // The present season, the one before it that awards look at, and the next, which is set ahead.
    private const int KeptMonths = 3;

    private readonly ControlDatabase _control;
    private readonly IRosterSource _roster;
    private readonly CompanyCalendar _calendar;
    private readonly TimeProvider _clock;
    private readonly ReadWhenChanged<TeamGoals> _goals;

    internal GoalService(ControlDatabase control, IRosterSource roster, CompanyCalendar calendar, TimeProvider clock)
    {
        (_control, _roster, _calendar, _clock) = (control, roster, calendar, clock);
        _goals = new(version => new(version, Read()));
    }

    public long Version => _goals.Version;

    public ITeamGoals Current => _goals.Current;

    /// <summary>First day of the season whose goal can be set now: the present one in its first days, then the next.</summary>
    public DateOnly MonthToSet
    {
        get
        {
            var month = DayRange.MonthOf(Today).Start;
            return TeamGoal.MaySetOn(month, Today) ? month : month.AddMonths(1);
        }
    }

    private DateOnly Today => _calendar.DayOf(_clock.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>A team's goal of one season; <see langword="null"/> when it has none.</summary>
    public TeamGoal? Find(string teamId, DateOnly month) => Current.All.FirstOrDefault(goal => goal.Team == teamId && goal.Month == month);

    /// <summary>Whether somebody may set a team's goals.</summary>
    /// <param name="personId"><see langword="null"/> for nobody.</param>
    public async Task<bool> IsMemberAsync(string teamId, string? personId, CancellationToken cancellationToken)
    {
        await using var db = _control.Read();
        return personId is not null && await IsMemberAsync(db, teamId, personId);
    }

    /// <summary>Sets a team's goal, in place of what it was.</summary>
    /// <param name="goal">Without <see cref="TeamGoal.Problems"/>.</param>
    /// <param name="memberId">Who sets it as a member; <see langword="null"/> for an administrator.</param>
    /// <param name="by">As it is written down.</param>
    /// <param name="cancellationToken">Stops the waiting, not the change.</param>
    public Task<GoalOutcome> SetAsync(TeamGoal goal, string? memberId, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(goal);
        return ChangeAsync(
            goal.Team, goal.Month, memberId,
            async db =>
            {
                var known = await db.SeasonGoals.FindAsync(goal.Team, goal.Month);
                if (known is null)
                {
                    db.SeasonGoals.Add(known = new()
                    {
                        TeamId = goal.Team, Month = goal.Month, Kind = goal.Kind, Percent = goal.Percent, Weeks = goal.Weeks, SetAt = default, SetBy = by,
                    });
                }

                (known.Kind, known.Percent, known.Weeks, known.SetAt, known.SetBy) = (goal.Kind, goal.Percent, goal.Weeks, _clock.GetUtcNow(), by);
                return GoalOutcome.Done;
            },
            cancellationToken);
    }

    /// <summary>Removes a team's goal, as long as it may be set.</summary>
    /// <param name="memberId">As in <see cref="SetAsync"/>.</param>
    public Task<GoalOutcome> RemoveAsync(string teamId, DateOnly month, string? memberId, CancellationToken cancellationToken) =>
        ChangeAsync(
            teamId, month, memberId,
            async db => await db.SeasonGoals.Where(goal => goal.TeamId == teamId && goal.Month == month).ExecuteDeleteAsync() > 0 ? GoalOutcome.Done : GoalOutcome.NoSuchGoal,
            cancellationToken);

    private Task<GoalOutcome> ChangeAsync(
        string teamId, DateOnly month, string? memberId, Func<ControlContext, Task<GoalOutcome>> change, CancellationToken cancellationToken)
    {
        var isTooLate = !TeamGoal.MaySetOn(month, Today) || month > DayRange.MonthOf(Today).Start.AddMonths(1);
        return _control.ChangeAsync(
            async db =>
            {
                if (!await db.Teams.AnyAsync(team => team.Id == teamId))
                {
                    return GoalOutcome.NoSuchTeam;
                }

                if (memberId is not null && !await IsMemberAsync(db, teamId, memberId))
                {
                    return GoalOutcome.NotAMember;
                }

                return isTooLate ? GoalOutcome.TooLate : await change(db);
            },
            (_, outcome) =>
            {
                if (outcome is GoalOutcome.Done)
                {
                    _goals.Changed();
                }
            },
            cancellationToken);
    }

    private async Task<bool> IsMemberAsync(ControlContext db, string teamId, string personId)
    {
        if (!_roster.Current.People.Any(person => person.Id == personId && person.Participates))
        {
            return false;
        }

        var own = await db.Memberships.Where(member => member.PersonId == personId && member.UntilDay == DateOnly.MaxValue)
            .Select(member => member.TeamId).FirstOrDefaultAsync();
        while (own is not null && own != teamId)
        {
            own = await db.Teams.Where(team => team.Id == own).Select(team => team.ParentId).FirstOrDefaultAsync();
        }

        return own is not null;
    }

    private List<TeamGoal> Read()
    {
        var oldest = DayRange.MonthOf(Today).Start.AddMonths(1 - KeptMonths);
        using var db = _control.Read();
        return [.. db.SeasonGoals.Where(goal => goal.Month >= oldest)
            .Select(static goal => new TeamGoal(goal.TeamId, goal.Month, goal.Kind, goal.Percent, goal.Weeks))];
    }

    private sealed record TeamGoals(long Version, IReadOnlyList<TeamGoal> All) : ITeamGoals;
}
