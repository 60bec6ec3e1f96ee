using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Core.Cube;

/// <summary>Which columns make up a measure.</summary>
internal static class MeasureColumns
{
    public static IEnumerable<(ReadOnlyMemory<long> Column, int Sign)> Of(Partition partition, BoardMeasure measure)
    {
        switch (measure)
        {
            case BoardMeasure.TotalTokens or BoardMeasure.MeteredTokens:
                yield return (partition.TotalTokens, 1);
                break;
            case BoardMeasure.ContextTokens:
                yield return (partition.TotalTokens, 1);
                yield return (partition.Column(UsageCell.OutputTokens), -1);
                break;
            case BoardMeasure.CacheWriteTokens:
                yield return (partition.Column(UsageCell.CacheWrite5mTokens), 1);
                yield return (partition.Column(UsageCell.CacheWrite1hTokens), 1);
                yield return (partition.Column(UsageCell.CacheWriteUnknownTokens), 1);
                break;
            default:
                yield return (partition.Column(CellOf(measure)), 1);
                break;
        }
    }

    private static UsageCell CellOf(BoardMeasure measure) => measure switch
    {
        BoardMeasure.CacheReadTokens => UsageCell.CacheReadTokens,
        BoardMeasure.UncachedInputTokens => UsageCell.UncachedInputTokens,
        BoardMeasure.OutputTokens => UsageCell.OutputTokens,
        BoardMeasure.ReasoningTokens => UsageCell.ReasoningTokens,
        BoardMeasure.UnpricedTokens => UsageCell.UnpricedTokens,
        BoardMeasure.Requests => UsageCell.Requests,
        BoardMeasure.ListCostNanoUsd => UsageCell.ListCostNanoUsd,
        BoardMeasure.CacheSavedNanoUsd => UsageCell.CacheSavedNanoUsd,
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "no column of its own"),
    };
}
