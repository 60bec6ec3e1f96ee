namespace Claudeonomics.Core.Ranking.Seasons;

/// <summary>The tiers of seasons that are sealed. Immutable: another sealed season gives another object.</summary>
public interface ISealedTiers
{
    /// <summary>Differs whenever the content differs.</summary>
    long Version { get; }

    /// <summary>By person; who has none is missing.</summary>
    /// <param name="month">The season's first day.</param>
    /// <returns><see langword="null"/> for a season that is not sealed.</returns>
    IReadOnlyDictionary<string, TierAward>? Of(DateOnly month);
}

/// <summary>No season is sealed, or there is no place to keep one.</summary>
public sealed class NoSealedTiers : ISealedTiers
{
    public static NoSealedTiers Instance { get; } = new();

    public long Version => 0;

    public IReadOnlyDictionary<string, TierAward>? Of(DateOnly month) => null;
}
