using System.Security.Cryptography;
using System.Text;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Ranking.Scoring;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking.Seasons;

/// <summary>A season that is over: its header, a line for each who took part, and hashes over both.</summary>
/// <param name="Header">Canonical, as it was sealed.</param>
/// <param name="Lines">Canonical, by place in the order of sealing; who is gone is missing.</param>
/// <param name="LineHashes">SHA-256 of every line that was sealed, one after the other: they stay when a line goes.</param>
/// <param name="Hash">SHA-256 of header and line hashes.</param>
public sealed record Season(string Header, IReadOnlyDictionary<int, string> Lines, byte[] LineHashes, byte[] Hash)
{
    private const int HashLength = 32;

    /// <summary>Seals a month: judges everybody by it, and hashes what they were judged by.</summary>
    /// <param name="month">Its first day. It is over, and its activity is known.</param>
    /// <param name="awards">As of its last day.</param>
    /// <param name="before">The season before, or <see langword="null"/>.</param>
    public static Season Seal(IBoardData data, RosterScopes scopes, GameRules rules, DateOnly month, Awards awards, Season? before)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(scopes);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(awards);
        var days = DayRange.MonthOf(month);
        var people = scopes.Under(RosterScopes.Company).People;
        var inputs = InputsOf(data, days, people, awards, rules);
        var facts = awards.FactsAt(days.End.AddDays(-1), data);
        var earlier = before is null ? null : SeasonHeader.Parse(before.Header);
        var header = new SeasonHeader(
            days.Start, rules, facts.Focus, ScoreCohort.Of(inputs, days.Days, rules), earlier?.NextTiers ?? ScoreTiers.None, ScoreTiers.None,
            scopes.Roster.People.Count(static person => person.Participates), before is null ? "" : Convert.ToHexStringLower(before.Hash));
        var lines = WithNextLeagues(LinesOf(data, scopes, awards, inputs, facts, header, LeaguesOf(before)), rules);
        header = header with { NextTiers = ScoreTiers.Fit([.. lines.Select(static line => line.Score).OfType<int>()], rules) };
        return Of(header.Canonical(), [.. lines.Select(static line => line.Canonical())]);
    }

    /// <summary>The first day whose activity a season is judged by: Personal Best compares its last 30 days with the 30 before, and tiers look back no
    /// further.</summary>
    /// <param name="month">Its first day.</param>
    public static DateOnly JudgedFrom(DateOnly month) => DayRange.LastDays(DayRange.MonthOf(month).End.AddDays(-1), 30).Before().Start;

    /// <summary>A sealed season from what is hashed.</summary>
    public static Season Of(string header, IReadOnlyList<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var hashes = new byte[lines.Count * HashLength];
        for (var place = 0; place < lines.Count; place++)
        {
            SHA256.HashData(Encoding.UTF8.GetBytes(lines[place]), hashes.AsSpan(place * HashLength, HashLength));
        }

        return new(header, lines.Select(static (line, place) => (line, place)).ToDictionary(static entry => entry.place, static entry => entry.line), hashes, HashOf(header, hashes));
    }

    /// <summary>The tiers of those whose lines are left, by person; who has none is missing.</summary>
    public IReadOnlyDictionary<string, TierAward> Tiers()
    {
        var month = SeasonHeader.Parse(Header).Month;
        return Lines.Values.Select(SeasonLine.Parse).Where(static line => line.Tier is not Tier.None)
            .ToDictionary(static line => line.Person, line => line.AwardIn(month)!, StringComparer.Ordinal);
    }

    /// <summary>Looks whether everything that is still there is as it was sealed, and replays it: each line that is left is computed once more
    /// from its inputs and comes out the same, byte for byte.</summary>
    /// <returns>What is wrong, in words; empty when nothing is.</returns>
    public IReadOnlyList<string> Verify()
    {
        var problems = new List<string>();
        if (!HashOf(Header, LineHashes).AsSpan().SequenceEqual(Hash))
        {
            return ["the header or the list of hashes was changed"];
        }

        var header = SeasonHeader.Parse(Header);
        foreach (var (place, line) in Lines)
        {
            var isSealed = place >= 0 && (place + 1) * HashLength <= LineHashes.Length
                && SHA256.HashData(Encoding.UTF8.GetBytes(line)).AsSpan().SequenceEqual(LineHashes.AsSpan(place * HashLength, HashLength));
            if (!isSealed)
            {
                problems.Add($"line {place} was changed");
            }
            else if (SeasonLine.Parse(line).Recomputed(header).Canonical() != line)
            {
                problems.Add($"line {place} comes out differently");
            }
        }

        // Leagues follow from everybody's scores: they replay while nobody is gone.
        if (problems.Count == 0 && Lines.Count * HashLength == LineHashes.Length)
        {
            var lines = Lines.Values.Select(SeasonLine.Parse).ToList();
            problems.AddRange(WithNextLeagues([.. lines.Select(static line => line with { NextLeague = null })], header.Rules).Zip(lines)
                .Where(static pair => pair.First.NextLeague != pair.Second.NextLeague).Select(static pair => $"the next league of {pair.Second.Person} comes out differently"));
        }

        return problems;
    }

    private static ScoreInputs[] InputsOf(IBoardData data, DayRange days, BoardScope people, Awards awards, GameRules rules)
    {
        using var reader = ScoreReader.Read(data, days, UsageFilter.All, people, awards, rules);
        var inputs = new ScoreInputs[reader.Rows];
        for (var person = 0; person < inputs.Length; person++)
        {
            inputs[person] = reader[person];
        }

        return inputs;
    }

    private static List<SeasonLine> LinesOf(
        IBoardData data, RosterScopes scopes, Awards awards, ScoreInputs[] inputs, PersonFacts facts, SeasonHeader header,
        Dictionary<string, LeaguePlace> leagues)
    {
        var lines = new List<SeasonLine>();
        var people = scopes.Roster.People;
        var thanked = awards.Thanks.CountsIn(DayRange.MonthOf(header.Month), header.Rules);
        foreach (var person in Enumerable.Range(0, people.Count).Where(person => people[person].Participates).OrderBy(person => people[person].Id, StringComparer.Ordinal))
        {
            var weeks = awards.Active.Weeks(person, awards.AsOf, header.Rules);
            var (on, tokens, active) = awards.TokenTierOf(person);
            var titles = awards.TitlesOf(person) == TitleSet.None ? [] : awards.EvidenceOf(person, data).Where(static title => title.Awarded).ToList();
            lines.Add(new SeasonLine(
                people[person].Id, people[person].WorkingDaysPerWeek, inputs[person], weeks, facts.FocusCountOf(person), awards.ActiveDaysOf(person).Days,
                on, tokens, active, titles, default, null, Tier.None, Tier.None, leagues.TryGetValue(people[person].Id, out var league) ? league : null)
            {
                ThankedBy = thanked?[person],
                IsOut = awards.Excluded.IsOut(person, awards.AsOf),
            }.Recomputed(header));
        }

        var scores = lines.Select(static line => line.Score).OfType<int>().OrderDescending().ToArray();
        return [.. lines.Select(line => line with { Rank = line.Score is { } score ? 1 + Above(scores, score) : null })];
    }

    // What the season before said of this one.
    private static Dictionary<string, LeaguePlace> LeaguesOf(Season? before) =>
        (before?.Lines.Values ?? []).Select(SeasonLine.Parse).Where(static line => line.NextLeague is not null)
            .ToDictionary(static line => line.Person, static line => line.NextLeague!.Value, StringComparer.Ordinal);

    private static List<SeasonLine> WithNextLeagues(List<SeasonLine> lines, GameRules rules)
    {
        var next = Leagues.Next([.. lines.Select(static line => new Leagues.Entry(line.Person, line.Score, line.League))], rules);
        return next.Count == 0 ? lines : [.. lines.Zip(next, static (line, place) => line with { NextLeague = place })];
    }

    private static int Above(int[] falling, int score)
    {
        var (low, high) = (0, falling.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = falling[middle] > score ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static byte[] HashOf(string header, byte[] lineHashes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(header));
        hash.AppendData(lineHashes);
        return hash.GetHashAndReset();
    }
}
