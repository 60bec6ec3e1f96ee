using System.Globalization;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Server.Boards;

/// <summary>A board as an address asks for it. A word for a window stays a word, since it means other days tomorrow.</summary>
/// <param name="Window">A word of <see cref="BoardWindows"/>; <see langword="null"/> with <paramref name="Days"/>.</param>
/// <param name="Team">Id.</param>
internal sealed record BoardRequest(
    string Board, string? Window, DayRange? Days, BoardSubject Subject, UsageFilter Filter, string? Team, int Limit, bool LeaveOutReasoning,
    bool LeaveOutCacheReads)
{
    private const int MostRows = 250;

    /// <summary>What the default page shows.</summary>
    public static BoardRequest Default(BoardSubject by) =>
        new(BoardNames.Tokens, BoardWindows.Default, null, by, UsageFilter.All, null, MostRows, false, false);

    public BoardQuery QueryOn(DateOnly today) =>
        new(Board, Days ?? BoardWindows.Of(Window!, today)!.Value, Subject, Filter, Team, Limit, LeaveOutReasoning, LeaveOutCacheReads);

    /// <summary>Reads the parameters of an address.</summary>
    /// <param name="board">One of <see cref="BoardNames"/>.</param>
    /// <param name="roster">In which a team is looked up, by id or by name.</param>
    /// <param name="policy">Under which no window tells of single days, and nobody of others' dollars.</param>
    /// <param name="errors">By parameter, when there are any; empty otherwise.</param>
    public static BoardRequest? Read(string board, BoardParameters parameters, Roster roster, PrivacyPolicy policy, out Dictionary<string, string[]> errors)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var reader = new Reader(policy);
        var days = reader.Days(parameters.From, parameters.To);
        var request = new BoardRequest(
            board,
            reader.Window(parameters.Window, parameters.From ?? parameters.To),
            days,
            reader.Subject(parameters.By, board),
            new(Text(parameters.Agent), Text(parameters.Provider), Text(parameters.Model)),
            reader.Team(Text(parameters.Team), roster),
            reader.Limit(parameters.Limit),
            reader.LeavesOut(parameters.LeaveOut, "reasoning"),
            reader.LeavesOut(parameters.LeaveOut, "cacheReads"));
        errors = reader.Errors;
        return errors.Count == 0 ? request : null;
    }

    // An empty parameter is one that was not given: forms send those.
    private static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private sealed class Reader(PrivacyPolicy policy)
    {
        private static readonly string[] Parts = ["reasoning", "cacheReads"];

        public Dictionary<string, string[]> Errors { get; } = new(StringComparer.Ordinal);

        public string? Window(string? word, string? fromOrTo)
        {
            if (fromOrTo is not null)
            {
                return word is null ? null : Refuse<string?>("window", "A window is given either by a word or by from and to.", null);
            }

            return Text(word) is null ? BoardWindows.Default
                : BoardWindows.Under(policy).Contains(word!) ? word
                : Refuse<string?>("window", $"'{word}' is none of {string.Join(", ", BoardWindows.Under(policy))}{(BoardWindows.All.Contains(word!) ? $": under the policy '{policy.Name}' others are told about in days of a week or more" : "")}.", null);
        }

        public DayRange? Days(string? from, string? to)
        {
            if (from is null && to is null)
            {
                return null;
            }

            // Two windows that differ by a day would tell of that day.
            if (!policy.ShowsDaysAndDollars)
            {
                return Refuse<DayRange?>(from is null ? "to" : "from", $"Under the policy '{policy.Name}' a window is one of the words {string.Join(", ", BoardWindows.Under(policy))}.", null);
            }

            if (Day(from) is not { } first)
            {
                return Refuse<DayRange?>("from", "A window needs its first day, as 2026-11-21.", null);
            }

            if (Day(to) is not { } end)
            {
                return Refuse<DayRange?>("to", "A window needs the first day after it, as 2026-11-22.", null);
            }

            return BoardWindows.Of(first, end) ?? Refuse<DayRange?>(
                "to", $"A window has 1 to {BoardWindows.MostDays} days, from 2020 to 2999; 'to' is the first day after it.", null);
        }

        public BoardSubject Subject(string? word, string board) => Text(word) switch
        {
            null or "person" when board == BoardNames.Cost && !policy.ShowsDaysAndDollars =>
                Refuse("by", $"Under the policy '{policy.Name}' dollars are told of teams only: by=team.", BoardSubject.Team),
            null or "person" => BoardSubject.Person,
            "team" => BoardSubject.Team,
            _ => Refuse("by", $"'{word}' is none of person, team.", BoardSubject.Person),
        };

        public string? Team(string? idOrName, Roster roster)
        {
            if (idOrName is null)
            {
                return null;
            }

            var team = roster.Teams.FirstOrDefault(t => t.Id == idOrName)
                ?? roster.Teams.FirstOrDefault(t => string.Equals(t.Name, idOrName, StringComparison.OrdinalIgnoreCase));
            return team?.Id ?? Refuse<string?>("team", $"There is no team '{idOrName}'.", null);
        }

        public int Limit(string? text)
        {
            if (Text(text) is null)
            {
                return MostRows;
            }

            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MostRows
                ? limit
                : Refuse("limit", $"'{text}' is not a whole number from 1 to {MostRows}.", MostRows);
        }

        public bool LeavesOut(string? list, string part)
        {
            var parts = Text(list)?.Split(',') ?? [];
            foreach (var other in parts.Except(Parts))
            {
                Refuse("leaveOut", $"'{other}' is none of {string.Join(", ", Parts)}.", false);
            }

            return parts.Contains(part);
        }

        private static DateOnly? Day(string? text) =>
            DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

        private T Refuse<T>(string name, string message, T otherwise)
        {
            Errors[name] = [message];
            return otherwise;
        }
    }
}

/// <summary>The parameters of a board's address. All are read as text, so that a wrong one is answered by name.</summary>
/// <param name="Window">today, 7d, 30d (the default), month, quarter or all; all end with today.</param>
/// <param name="From">First day of a window of one's own, instead of <paramref name="Window"/>.</param>
/// <param name="To">First day after it.</param>
/// <param name="By">person (the default) or team.</param>
/// <param name="Team">Id or name of a team: only days in it or below it count.</param>
/// <param name="Agent">Only this agent's usage.</param>
/// <param name="Provider">Only this provider's.</param>
/// <param name="Model">Only this model's, by canonical name.</param>
/// <param name="Limit">At most this many rows, 1 to 250.</param>
/// <param name="LeaveOut">reasoning, cacheReads or both with a comma: what does not count on the board of tokens.</param>
internal sealed record BoardParameters(
    string? Window, string? From, string? To, string? By, string? Team, string? Agent, string? Provider, string? Model, string? Limit, string? LeaveOut);
