using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Operations;

namespace Claudeonomics.Server.Boards;

/// <summary>Builds boards when they are asked for and changed, and hands out what is built.</summary>
/// <remarks>
/// Whoever asks for a board that is behind by more than its pause builds it and gets the new one; whoever asks meanwhile waits for
/// the same build. <see cref="BoardRefresher"/> asks for what is followed and for the default page, so that readers rarely build.
/// </remarks>
internal sealed class BoardService(
    IBoardSource source, LiveSums live, RosterKeeper roster, AwardsKeeper awards, RuleBook rules, IPriceReference prices, CompanyCalendar calendar, TimeProvider clock,
    BoardMetrics metrics) : IBoards
{
    // Awards are about people: those of the fleet are made only because a board asks for some, and shown nowhere.
    private readonly AwardsKeeper _fleetAwards = awards.Another();

    public DateOnly Today => calendar.DayOf(clock.GetUtcNow().ToUnixTimeMilliseconds());

    public PrivacyPolicy Policy => rules.Of(Today).Privacy;

    public BoardCache Cache { get; } = new();

    public RosterScopes Scopes => roster.Current;

    public RuleBook Rules => rules;

    public BoardSnapshot Get(BoardQuery query) => Published(Entry(query)).Snapshot;

    public OwnStanding? StandingOf(BoardQuery query, string personId)
    {
        var entry = Entry(query);
        var state = Ask(entry);
        var policy = state.Built.Rules.Privacy;
        if (query.Subject is BoardSubject.Team)
        {
            // One's team is not oneself: its figures are those that everybody sees.
            using var shown = source.Open(state.Built.Scopes.Roster);
            return OwnStandings.Of(state.Built, shown, personId, state.Awards) is { } team ? team with { Standing = Disclosure.Of(team.Standing, query, policy) } : null;
        }

        var ownBoard = LiveOf(entry, state);
        using var data = live.Open(state.Built.Scopes.Roster);
        return OwnStandings.Of(state.Built, data, personId, state.Awards, ownBoard);
    }

    public Standing? ListedRowOf(BoardQuery query, string personId)
    {
        var state = Ask(Entry(query));
        using var data = source.Open(state.Built.Scopes.Roster);
        return ListedRow.Of(state.Built, data, personId, state.Awards) is { } row ? Disclosure.Of(row, query, state.Built.Rules.Privacy) : null;
    }

    public Standing? SteppedStandingOf(BoardQuery query, string personId)
    {
        var state = Ask(Entry(query with { Subject = BoardSubject.Person }));
        using var data = source.Open(state.Built.Scopes.Roster);
        return OwnStandings.Of(state.Built, data, personId, state.Awards)?.Standing;
    }

    public BoardExplanation? Explain(BoardQuery query, string personId, bool isOwn)
    {
        var entry = Entry(query with { Subject = BoardSubject.Person });
        var state = Ask(entry);
        var ownBoard = isOwn ? LiveOf(entry, state) : null;
        using var data = isOwn ? live.Open(state.Built.Scopes.Roster) : source.Open(state.Built.Scopes.Roster);
        return BoardExplanation.Of(state.Built, data, personId, state.Awards, ownBoard) is not { } explanation ? null
            : isOwn ? explanation
            : Disclosure.Of(explanation, Disclosure.Of(explanation.Own.Standing, entry.Query, state.Built.Rules.Privacy), state.Built.Rules.Privacy);
    }

    public BoardEntry Entry(BoardQuery query) => Cache.GetOrAdd(query, clock.GetTimestamp());

    /// <summary>The board of an entry, not further behind than its pause.</summary>
    public PublishedBoard Published(BoardEntry entry) => Ask(entry).Published;

    /// <summary>Builds the board of an entry if it is due, without counting as somebody who asked.</summary>
    public void Refresh(BoardEntry entry) => Current(entry);

    /// <summary>How long until an entry's board has to be built anew; zero or less when it is due.</summary>
    /// <returns><see langword="null"/> while nothing has changed.</returns>
    public TimeSpan? DueIn(BoardEntry entry)
    {
        if (entry.State is not { } state)
        {
            return TimeSpan.Zero;
        }

        return state.Built.DataVersion == source.Version && ReferenceEquals(state.Built.Scopes, roster.Current.Of(entry.Query.Board))
            ? AwardsOf(entry.Query).DueIn(state.Awards)
            : state.Pause - clock.GetElapsedTime(state.BuiltAt);
    }

    private BoardState Ask(BoardEntry entry)
    {
        entry.Ask(clock.GetTimestamp());
        return Current(entry);
    }

    private BoardState Current(BoardEntry entry)
    {
        if (entry.State is { } state && !(DueIn(entry) <= TimeSpan.Zero))
        {
            return state;
        }

        lock (entry.Gate)
        {
            if (entry.State is null || DueIn(entry) <= TimeSpan.Zero)
            {
                entry.State = Build(entry);
            }

            return entry.State!;
        }
    }

    /// <summary>The board of this moment's sums, where the shown one is of an earlier step and a number of it is made of more than its own row.</summary>
    private BuiltBoard? LiveOf(BoardEntry entry, BoardState state)
    {
        if (state.Built.Rules.Privacy.IsLive || !Board.Of(entry.Query.Board).IsOfGame)
        {
            return null;
        }

        lock (entry.Gate)
        {
            if (entry.Live is not { } kept || !ReferenceEquals(kept.Built.Scopes, state.Built.Scopes)
                || (kept.Built.DataVersion != live.Version && clock.GetElapsedTime(kept.BuiltAt) > kept.Pause))
            {
                var startedAt = clock.GetTimestamp();
                using var data = live.Open(state.Built.Scopes.Roster);
                var built = BoardBuilder.Build(data, entry.Query, state.Built.Scopes, state.Built.Rules, state.Awards, prices);
                var builtAt = clock.GetTimestamp();
                entry.Live = kept = new(built, builtAt, Pace.OfBoards.After(clock.GetElapsedTime(startedAt, builtAt)));
            }

            return kept.Built;
        }
    }

    private BoardState Build(BoardEntry entry)
    {
        var startedAt = clock.GetTimestamp();
        var (query, scopes, now) = (entry.Query, roster.Current, clock.GetUtcNow());
        var asOf = query.Window.End > Today ? Today : query.Window.End.AddDays(-1);

        // Before the sums are opened: two views at once on one thread are more than a source has to bear.
        var awarded = AwardsOf(query).Get(scopes.Of(query.Board), asOf);
        BuiltBoard built;
        using (var data = source.Open(scopes.Of(query.Board).Roster))
        {
            built = BoardBuilder.Build(data, query, scopes, rules.Of(asOf), awarded, prices);
        }

        var published = PublishedBoard.Publish(Disclosure.Of(built), entry.State?.Published, Cache.FirstSequence, prices.Version, now);
        var builtAt = clock.GetTimestamp();
        var cost = clock.GetElapsedTime(startedAt, builtAt);
        metrics.Built(query, cost, isChanged: !ReferenceEquals(published, entry.State?.Published));
        return new(built, awarded, published, builtAt, Pace.OfBoards.After(cost));
    }

    private AwardsKeeper AwardsOf(BoardQuery query) => query.Board == BoardNames.Fleet ? _fleetAwards : awards;
}
