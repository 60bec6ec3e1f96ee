using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Ranking;

/// <summary>Sums of a row that scores are computed from.</summary>
public record struct WeightedUsage
{
    /// <summary>Weighted tokens, in hundredths.</summary>
    public long Weighted { get; set; }

    /// <summary>All tokens.</summary>
    public long Tokens { get; set; }

    public long OutputTokens { get; set; }

    public long Requests { get; set; }

    /// <summary>What caches saved at list price, net of what writing them cost.</summary>
    public long CacheSavedNanoUsd { get; set; }

    public void Add(in WeightedUsage other)
    {
        Weighted = Capped.Add(Weighted, other.Weighted);
        Tokens = Capped.Add(Tokens, other.Tokens);
        OutputTokens = Capped.Add(OutputTokens, other.OutputTokens);
        Requests = Capped.Add(Requests, other.Requests);
        CacheSavedNanoUsd = Capped.Add(CacheSavedNanoUsd, other.CacheSavedNanoUsd);
    }

    /// <summary>Leaves of sums what can be reckoned with.</summary>
    public void Cap()
    {
        Weighted = Math.Clamp(Weighted, 0, Capped.MostWeighted);
        Tokens = Capped.Tokens(Tokens);
        OutputTokens = Capped.Tokens(OutputTokens);
        Requests = Capped.Tokens(Requests);
        CacheSavedNanoUsd = Capped.NanoUsd(CacheSavedNanoUsd);
    }
}
