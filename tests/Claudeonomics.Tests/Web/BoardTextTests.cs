using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.Web.Board;

namespace Claudeonomics.Tests.Web;

public sealed class BoardTextTests
{
    [Theory]
    [InlineData(BoardNames.Score, 0.1, "less than a point")]
    [InlineData(BoardNames.Score, 0.9, "1 point")]
    [InlineData(BoardNames.Score, 11.6, "12 points")]
    [InlineData(BoardNames.Tokens, 1, "one token")]
    [InlineData(BoardNames.Tokens, 2, "2 tokens")]
    [InlineData(BoardNames.Consistency, 0.001, "1 active day")]
    [InlineData(BoardNames.Consistency, 1, "1 week")]
    [InlineData(BoardNames.Breadth, 0.001, "by a hair")]
    [InlineData(BoardNames.Cost, 0.001, "less than a cent")]
    public void Distance_ToTheNextRank_ReadsAsWords(string board, double score, string expected) =>
        Assert.Equal(expected, BoardText.Find(board)!.Distance(score));
}
