using System.Text;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Tracing.Copies;
using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Exports;
using Claudeonomics.Server.People;

namespace Claudeonomics.Tests.Exports;

public sealed class ExportTableTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(static i => (byte)i)];

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 1)]
    [InlineData(49, 2)]
    [InlineData(250, 10)]
    public void Of_SoManyPeople_HasSoManyCanaries_AndRanksNoFurtherOff(int people, int canaries)
    {
        var board = Board(PrivacyPolicy.Balanced, people);
        for (var copy = 1; copy <= 20; copy++)
        {
            var table = TableOf(board, PrivacyPolicy.Balanced, copy);
            var own = board.Standings.ToDictionary(static row => row.Name);

            Assert.Equal(canaries, table.Canaries);
            Assert.Equal(people + canaries, table.Rows.Count);
            Assert.Equal(board.Standings.Select(static row => row.Name), table.Rows.Select(static row => row.Name).Where(own.ContainsKey));
            Assert.Equal(Enumerable.Range(1, table.Rows.Count), table.Rows.Select(static row => row.Rank));
            Assert.All(table.Rows.Where(row => own.ContainsKey(row.Name)), row => Assert.InRange(row.Rank - own[row.Name].Rank, 0, canaries));
            Assert.All(table.Rows.Where(row => !own.ContainsKey(row.Name)), static row => Assert.True(Pseudonyms.IsOne(row.Name)));
        }
    }

    [Theory]
    [InlineData("open")]
    [InlineData("balanced")]
    [InlineData("strict")]
    public void Of_APolicy_ShowsNoFigureThatTheBoardDoesNot_AndNoneFurtherFromItThanStated(string name)
    {
        var policy = PrivacyPolicy.Find(name)!;
        var board = Board(policy, 60);
        var shown = board.Standings.ToDictionary(static row => row.Name);
        foreach (var row in TableOf(board, policy, copy: 4).Rows.Where(row => shown.ContainsKey(row.Name)))
        {
            var truth = shown[row.Name];
            Assert.InRange((double)row.Figures[0]!.Value, truth.Score * (1 - CopyWriter.FarthestShare), truth.Score * (1 + CopyWriter.FarthestShare));
        }

        // Whoever is not there keeps to the policy's digits too, before the copy's own: a figure between two bands would be seen.
        var canaries = TableOf(board, policy, copy: 4).Rows.Where(row => !shown.ContainsKey(row.Name)).ToList();
        Assert.NotEmpty(canaries);
        foreach (var figure in canaries.SelectMany(static row => row.Figures).OfType<decimal>().Where(static figure => figure >= 1_000))
        {
            var seen = Coarse.Of((double)figure * 1.02, policy.Detail);
            Assert.InRange((double)figure, seen * 0.97, seen * (policy.Detail is DetailOfOthers.Bands ? 1.03 : 1.01));
        }
    }

    [Fact]
    public void Of_ANameThatIsTaken_NoCanaryHasIt()
    {
        var board = Board(PrivacyPolicy.Balanced, 250);
        using var code = new CopyCode(Key, 9);
        var drawn = code.DrawCanaries(Pseudonyms.Pairs.Count).Select(static name => Pseudonyms.Pairs[name]).ToList();

        var table = ExportTable.Of(board, PrivacyPolicy.Balanced, code, names => names.Take(7).ToHashSet());

        Assert.Equal(3, table.Canaries);
        Assert.Empty(table.Rows.Select(static row => row.Name).Intersect(drawn.Take(7)));
    }

    [Fact]
    public void Of_Teams_HasNoCanary()
    {
        var board = Board(PrivacyPolicy.Balanced, 30, BoardSubject.Team);

        Assert.Equal(board.Standings.Select(static row => row.Name), TableOf(board, PrivacyPolicy.Balanced, copy: 2).Rows.Select(static row => row.Name));
    }

    [Fact]
    public void Of_TwoCopies_DifferInMostFigures()
    {
        var board = Board(PrivacyPolicy.Balanced, 60);
        var (one, other) = (TableOf(board, PrivacyPolicy.Balanced, 1), TableOf(board, PrivacyPolicy.Balanced, 2));
        var same = one.Rows.Join(other.Rows, static row => row.Name, static row => row.Name, static (left, right) => left.Figures[0] == right.Figures[0]).Count(static isSame => isSame);

        Assert.InRange(same, 0, 20);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public void File_OfNamesThatASpreadsheetWouldRun_IsText_AndReadAgainNamesItsCopy(string format)
    {
        var board = Board(PrivacyPolicy.Open, 40, name: static i => i % 2 == 0 ? $"=HYPERLINK(\"x{i}\"), ann" : $"@somebody {i}");
        using var code = new CopyCode(Key, 6);
        var text = Encoding.UTF8.GetString(ExportFile.Of(TableOf(board, PrivacyPolicy.Open, 6), board, 6, format).Bytes);

        Assert.DoesNotContain(format == "csv" ? ",=" : "never", text, StringComparison.Ordinal);
        Assert.DoesNotContain(format == "csv" ? ",\"=" : "never", text, StringComparison.Ordinal);
        Assert.DoesNotContain(format == "csv" ? ",@" : "never", text, StringComparison.Ordinal);
        using var reader = new CopyReader(Key, Pseudonyms.Pairs);
        var named = Assert.Single(reader.Read(Excerpt.Read(text), [.. Enumerable.Range(1, 100)]));
        Assert.Equal((6, named.Figures), (named.Copy, named.Agreeing));
        Assert.True(named.Figures >= 80, $"{named.Figures}");
    }

    private static ExportTable TableOf(BoardSnapshot board, PrivacyPolicy policy, int copy)
    {
        using var code = new CopyCode(Key, copy);
        return ExportTable.Of(board, policy, code, names => board.Standings.Select(static row => row.Name).Intersect(names).ToHashSet());
    }

    private static BoardSnapshot Board(PrivacyPolicy policy, int rows, BoardSubject subject = BoardSubject.Person, Func<int, string>? name = null)
    {
        var query = new BoardQuery(BoardNames.Tokens, new DayRange(new(2026, 10, 30), new(2026, 11, 29)), subject, UsageFilter.All, Team: null, 250);
        var standings = Enumerable.Range(0, rows).Select(i =>
        {
            var tokens = (long)(9e8 / Math.Pow(1.03, i)) + 1;
            var sums = new UsageSums(tokens / 50_000, new(tokens / 100, tokens - (tokens / 100) - (tokens / 200), 0, 0, 0, tokens / 200, 0), 0, tokens * 400, 0, 0);
            return Disclosure.Of(new Standing(i + 1, null, $"p{i}", name?.Invoke(i) ?? $"Person {i}", "Team", tokens, sums, Tier.None, [], 1, [], [], 1, []), query, policy);
        }).ToList();
        return new(query, new(2026, 11, 29, 8, 0, 0, TimeSpan.Zero), "rules", "prices", 1, new(rows, rows, 0, null, default, null), rows, standings, new("", null, null));
    }
}
