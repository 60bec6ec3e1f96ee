using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.Web.Layout;

namespace Claudeonomics.Server.Web.Board;

/// <summary>What the filters offer: what participants used lately, whatever the window, so that a choice that leads nowhere explains
/// itself on its page.</summary>
/// <remarks>Reading it means going through the company's recent days, so it is at most a minute old and not a second.</remarks>
internal sealed class BoardFilters(IBoards boards, IBoardSource sums, ShownUsage usage, RosterIndex roster, RuleBook rules, TimeProvider clock)
{
    // Days that are at hand one by one; older ones would have to be read from the store.
    private const int Days = 60;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private BoardChoices? _current;
    private long _readAt;

    public BoardChoices Current
    {
        get
        {
            lock (_lock)
            {
                // Nothing to offer is not kept: the first event is to change the page at once.
                if (_current is not { Models.Count: > 0 } || clock.GetElapsedTime(_readAt) > Lifetime)
                {
                    (_current, _readAt) = (Read(), clock.GetTimestamp());
                }

                return _current;
            }
        }
    }

    private BoardChoices Read()
    {
        var days = DayRange.LastDays(boards.Today, Days);
        var rows = usage.Reader.Rows(new UsageSubject.Company(), days, UsageGrouping.Model, UsageFilter.All);
        return new(
            OfEnoughPeople(MostUsedFirst(rows, static row => row.Agent), days, static agent => new(Agent: agent)),
            OfEnoughPeople(MostUsedFirst(rows, static row => row.Provider), days, static provider => new(Provider: provider)),
            OfEnoughPeople(MostUsedFirst(rows, static row => row.Model), days, static model => new(Model: model)),
            [.. roster.Scopes.Roster.Teams.Select(static team => (team.Id, team.Name)).OrderBy(static team => team.Name, StringComparer.OrdinalIgnoreCase)],
            BoardWindows.Under(boards.Policy));
    }

    // Where a policy guards groups, a choice that only a few have made is not offered: it would tell of them.
    private List<string> OfEnoughPeople(List<string> choices, DayRange days, Func<string, UsageFilter> filter)
    {
        if (!boards.Policy.GuardsGroups)
        {
            return choices;
        }

        using var data = sums.Open(roster.Scopes.Roster);
        var people = roster.Scopes.Under(RosterScopes.Company).People;
        var tokens = new long[people.Rows];
        return choices.FindAll(choice =>
        {
            Array.Clear(tokens);
            data.Sum(BoardMeasure.TotalTokens, days, filter(choice), people, tokens);
            return tokens.Count(static sum => sum > 0) >= rules.Of(boards.Today).SmallestGroup;
        });
    }

    private static List<string> MostUsedFirst(IReadOnlyList<UsageRow> rows, Func<UsageRow, string> word) =>
        [.. rows.Where(row => word(row).Length > 0)
            .GroupBy(word, StringComparer.Ordinal)
            .OrderByDescending(static group => group.Sum(static row => row.Sums.Tokens.TotalTokens))
            .Select(static group => group.Key)];
}
