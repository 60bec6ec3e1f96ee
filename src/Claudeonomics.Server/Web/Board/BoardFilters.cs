using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.People;

namespace Claudeonomics.Server.Web.Board;

/// <summary>What the filters offer: what participants used lately, whatever the window, so that a choice that leads nowhere explains
/// itself on its page.</summary>
/// <remarks>Reading it means going through the company's recent days, so it is at most a minute old and not a second.</remarks>
internal sealed class BoardFilters(IBoards boards, IUsageReader usage, IRosterSource roster, TimeProvider clock)
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
        var rows = usage.Rows(new UsageSubject.Company(), DayRange.LastDays(boards.Today, Days), UsageGrouping.Model, UsageFilter.All);
        return new(
            MostUsedFirst(rows, static row => row.Agent),
            MostUsedFirst(rows, static row => row.Provider),
            MostUsedFirst(rows, static row => row.Model),
            [.. roster.Current.Teams.Select(static team => (team.Id, team.Name)).OrderBy(static team => team.Name, StringComparer.OrdinalIgnoreCase)]);
    }

    private static List<string> MostUsedFirst(IReadOnlyList<UsageRow> rows, Func<UsageRow, string> word) =>
        [.. rows.Where(row => word(row).Length > 0)
            .GroupBy(word, StringComparer.Ordinal)
            .OrderByDescending(static group => group.Sum(static row => row.Sums.Tokens.TotalTokens))
            .Select(static group => group.Key)];
}
