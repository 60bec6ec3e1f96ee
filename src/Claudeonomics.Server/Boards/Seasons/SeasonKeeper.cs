using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Ranking.Scoring;
using Claudeonomics.Core.Ranking.Seasons;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.People;

namespace Claudeonomics.Server.Boards.Seasons;

/// <summary>Seals each month once it is over, and reads what was sealed.</summary>
/// <remarks>A month is sealed two days after its end, when usage of later days has arrived, or on the last evening on which all that it is judged by
/// is known: what comes later still is in every board and changes no sealed season. Bound: the newest 24 seasons are kept in memory as they are
/// shown, some 100 bytes a line.</remarks>
internal sealed partial class SeasonKeeper(
    SeasonStore store, SealedTiers tiers, LiveSums source, RosterKeeper roster, IRosterSource people, RuleBook rules, AwardsKeeper awards, BoardService boards,
    CompanyCalendar calendar, TimeProvider clock, ILogger<SeasonKeeper> logger) : BackgroundService, ISeasons
{
    private const int MostKept = 24;
    private const int GraceDays = 2;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    // Before midnight: what the day's devices had to send has arrived.
    private static readonly TimeSpan Evening = TimeSpan.FromHours(6);

    private readonly Lock _gate = new();
    private readonly Dictionary<DateOnly, Kept> _kept = [];
    private IReadOnlyList<DateOnly>? _months;

    public IReadOnlyList<PastSeason> All
    {
        get
        {
            var present = people.Current;
            return [.. Months.Take(MostKept).Select(month => Told(Get(month)!, present))];
        }
    }

    private IReadOnlyList<DateOnly> Months => _months ??= store.Months();

    public IReadOnlyList<HallEntry> HallOf(DateOnly month)
    {
        var present = people.Current;
        if (Get(month) is not { } kept)
        {
            return [];
        }

        lock (_gate)
        {
            if (kept.HallOf != present.Version)
            {
                (kept.Hall, kept.HallOf) = (Hall(kept, present), present.Version);
            }

            return kept.Hall;
        }
    }

    public IReadOnlyList<HallEntry> Of(string personId) =>
        [.. store.LinesOf(personId).Select(static entry => Shown(entry.Month, SeasonLine.Parse(entry.Line)))];

    public League? LeagueOf(string personId)
    {
        if (Months.Count == 0 || Get(Months[0]) is not { } kept || !kept.Leagues.TryGetValue(personId, out var place) || place.Number is not { } number)
        {
            return null;
        }

        return new(
            kept.Season.Month, number, kept.Leagues.Values.Max(static other => other.Number ?? 0), place.Level,
            [.. kept.Leagues.Where(other => other.Value.Number == number).Select(static other => other.Key)]);
    }

    public IReadOnlyList<string>? Verify(DateOnly month) => store.Find(month)?.Season.Verify();

    /// <summary>Seals what is over and not sealed yet.</summary>
    /// <returns>The months that were sealed, oldest first.</returns>
    public async Task<IReadOnlyList<DateOnly>> SealAsync(CancellationToken cancellationToken)
    {
        var done = new List<DateOnly>();
        var today = boards.Today;
        for (var month = FirstMonth(); DayRange.MonthOf(month).End.AddDays(GraceDays) <= today; month = month.AddMonths(1))
        {
            if (Months.Contains(month) || !IsComplete(month, today))
            {
                continue;
            }

            // Nobody falls because a month had no scores and was not sealed.
            var earlier = Months.Where(other => other < month).Select(static other => (DateOnly?)other).Max();
            var before = earlier is { } newest ? store.Find(newest)?.Season : null;
            var season = await Task.Run(() => Compute(month, before), cancellationToken);
            if (season.Lines.Values.Any(static line => SeasonLine.Parse(line).Score is not null) && await store.AddAsync(season, clock.GetUtcNow(), cancellationToken))
            {
                done.Add(month);
                _months = null;
                tiers.Changed();
                LogSealed(month, season.Lines.Count);
            }
        }

        return done;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await SealAsync(stoppingToken);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    LogFailed(exception);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    // Of earlier months nothing is known day by day.
    private DateOnly FirstMonth()
    {
        using var data = source.Open(roster.Current.Roster);
        var known = data.ActivityFrom;
        var last = boards.Today.AddMonths(-2);
        var first = known == DateOnly.MinValue ? DayRange.MonthOf(last).Start : DayRange.MonthOf(known.AddDays(30)).Start;
        return first > last ? first : DayRange.MonthOf(last).Start;
    }

    // Usage after the grace says that the ledger has caught up with the month. One without any has no scores: a new company's month before it began.
    private bool IsComplete(DateOnly month, DateOnly today)
    {
        var scopes = roster.Current;
        using var data = source.Open(scopes.Roster);
        var days = DayRange.MonthOf(month);
        return days.Start >= data.ActivityFrom && HasUsage(days)
            && (IsLastEvening(month, today) || HasUsage(new(days.End.AddDays(GraceDays), today.AddDays(1))));

        // Tokens, and not requests: counters tell of no calls.
        bool HasUsage(DayRange span) =>
            data.Totals(span, UsageFilter.All, scopes.Under(RosterScopes.Company).People).Any(static total => total.Sums.Tokens.TotalTokens > 0);
    }

    // A company that is closed sends nothing, and from the next day on awards that people wear could not be judged any more.
    private bool IsLastEvening(DateOnly month, DateOnly today)
    {
        var soon = calendar.DayOf((clock.GetUtcNow() + Evening).ToUnixTimeMilliseconds());
        return RawHorizon.FirstOpenDay(today) <= Season.JudgedFrom(month) && RawHorizon.FirstOpenDay(soon) > Season.JudgedFrom(month);
    }

    private Season Compute(DateOnly month, Season? before)
    {
        var scopes = roster.Current;
        var last = DayRange.MonthOf(month).End.AddDays(-1);
        var judged = Awards.Of(source, scopes, rules, last, awards.Sources);
        using var data = source.Open(scopes.Roster);
        return Season.Seal(data, scopes, rules.Of(last), month, judged, before);
    }

    private Kept? Get(DateOnly month)
    {
        lock (_gate)
        {
            if (_kept.TryGetValue(month, out var kept))
            {
                return kept;
            }

            if (store.Find(month) is not var (season, at))
            {
                return null;
            }

            if (_kept.Count >= MostKept)
            {
                _kept.Clear();
            }

            // A threshold is somebody's score.
            var (header, detail) = (SeasonHeader.Parse(season.Header), rules.Of(month).Privacy.Detail);
            var lines = season.Lines.Values.Select(SeasonLine.Parse).ToList();
            return _kept[month] = new(
                new(
                    month, header.KeptVersion, header.Rules.Calendar.Of(month).Name, header.Participants,
                    [.. header.NextTiers.Thresholds.Select(tenths => Board.CoarseScore(BoardNames.Score, tenths / (double)ScoreParts.PerPoint, detail))], Convert.ToHexStringLower(season.Hash), at),
                lines.ConvertAll(line => Shown(month, line)),
                lines.ToDictionary(static line => line.Person, static line => line.Inputs.Tokens > 0, StringComparer.Ordinal),
                lines.Where(static line => line.NextLeague is not null)
                    .ToDictionary(static line => line.Person, static line => line.NextLeague!.Value, StringComparer.Ordinal));
        }
    }

    private PastSeason Told(Kept kept, Core.People.Roster present)
    {
        lock (_gate)
        {
            if (kept.ToldOf != present.Version)
            {
                (kept.Told, kept.ToldOf) = (kept.Season with { Sealed = CountTold(kept, present) }, present.Version);
            }

            return kept.Told;
        }
    }

    // As on a board of those days: who takes part privately is counted only together with enough others like them.
    private int CountTold(Kept kept, Core.People.Roster present)
    {
        var ofMonth = rules.Of(kept.Season.Month);
        if (!ofMonth.Privacy.GuardsGroups)
        {
            return kept.Season.Sealed;
        }

        var (shown, hidden, active) = (0, 0, 0);
        foreach (var person in present.People)
        {
            if (!person.Participates || !kept.HasUsage.TryGetValue(person.Id, out var isActive))
            {
                continue;
            }

            var isHidden = person.Participation is Core.People.Participation.Private;
            (shown, hidden, active) = (shown + (isHidden ? 0 : 1), hidden + (isHidden ? 1 : 0), active + (isHidden && isActive ? 1 : 0));
        }

        return active == 0 || active >= ofMonth.SmallestGroup ? shown + hidden : shown;
    }

    // Whoever is gone, or does not take part any more, or takes part privately, is in nobody's hall.
    private HallEntry[] Hall(Kept kept, Core.People.Roster present)
    {
        var names = present.People.Where(static person => person.Participation is Core.People.Participation.Named or Core.People.Participation.Pseudonym)
            .ToDictionary(static person => person.Id, static person => person.ShownAs, StringComparer.Ordinal);
        var ofMonth = rules.Of(kept.Season.Month);
        var policy = ofMonth.Privacy;

        // As on a board of those whom others may see: too few of them have none.
        var seen = kept.Lines.Where(line => names.ContainsKey(line.Id)).ToList();
        var listed = !policy.GuardsGroups ? ofMonth.ListLength(kept.Season.Sealed)
            : seen.Count < policy.SmallestBoard ? 0
            : ofMonth.ListLength(seen.Count);
        HallEntry[] hall =
        [
            .. seen.Where(static line => line.Rank is not null)
                .OrderBy(static line => line.Rank).ThenBy(static line => line.Id, StringComparer.Ordinal)
                .Take(listed)
                .Select(line => line with { Name = names[line.Id] }),
        ];

        // Without gaps, and no closer than the board of its days was.
        return !policy.GuardsGroups ? hall : [.. hall.Select(line => line with
        {
            Rank = 1 + hall.Count(other => other.Rank < line.Rank),
            Score = line.Score is { } score ? Board.CoarseScore(BoardNames.Score, score, policy.Detail) : null,
        })];
    }

    private static HallEntry Shown(DateOnly month, SeasonLine line) => new(
        month, line.Person, "", line.Rank, line.Score / (double)ScoreParts.PerPoint, line.Tier, line.AwardIn(month)?.On, [.. line.Titles.Select(static title => title.Title)]);

    /// <param name="HasUsage">Whether a line has usage, by person.</param>
    private sealed record Kept(
        PastSeason Season, IReadOnlyList<HallEntry> Lines, IReadOnlyDictionary<string, bool> HasUsage, IReadOnlyDictionary<string, LeaguePlace> Leagues)
    {
        /// <summary>As others are told of it.</summary>
        public PastSeason Told { get; set; } = Season;

        /// <summary>Version of the roster that <see cref="Told"/> is of.</summary>
        public long ToldOf { get; set; } = -1;

        public IReadOnlyList<HallEntry> Hall { get; set; } = [];

        /// <summary>Version of the roster that <see cref="Hall"/> is of.</summary>
        public long HallOf { get; set; } = -1;
    }

    [LoggerMessage(EventId = 2111, Level = LogLevel.Information, Message = "The season of {Month} is sealed: {Lines} lines")]
    private partial void LogSealed(DateOnly month, int lines);

    [LoggerMessage(EventId = 2112, Level = LogLevel.Error, Message = "A season could not be sealed; it is tried again")]
    private partial void LogFailed(Exception exception);
}
