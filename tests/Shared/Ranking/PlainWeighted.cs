using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Ranking;

namespace Claudeonomics.TestShared;

/// <summary>What scores are computed from, added up call by call.</summary>
internal static class PlainWeighted
{
    public static void Add(this ref WeightedUsage to, in UsageSums sums, TokenWeights weights)
    {
        to.Weighted += weights.Of(sums.Tokens);
        to.Tokens += sums.Tokens.TotalTokens;
        to.OutputTokens += sums.Tokens.OutputTokens;
        to.Requests += sums.Requests;
        to.CacheSavedNanoUsd += sums.CacheSavedNanoUsd;
    }
}
