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
        Weighted += other.Weighted;
        Tokens += other.Tokens;
        OutputTokens += other.OutputTokens;
        Requests += other.Requests;
        CacheSavedNanoUsd += other.CacheSavedNanoUsd;
    }
}
