using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Tests.Ranking;

/// <summary>What an integrity run came to, as a test wants it.</summary>
internal sealed record TestRun : IExcludedUsage
{
    public bool IsJudged => true;

    public long Version => 1;

    public IReadOnlyList<ExcludedTokens> Tokens { get; init; } = [];

    public IReadOnlyList<OpenFinding> OpenFindings { get; init; } = [];

    public IReadOnlyList<OutOfSeason> OutOfSeason { get; init; } = [];

    public GameSources Sources => new(this, NoLinkedOutcomes.Instance);
}
