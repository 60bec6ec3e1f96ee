namespace Claudeonomics.Core.Ranking;

/// <summary>The titles there are. Values are bits, lowest the most telling.</summary>
[Flags]
public enum TitleSet : byte
{
    None = 0,
    TokenLegend = 1,
    SessionImmortal = 2,
    ModelConnoisseur = 4,
    CacheWizard = 8,
    PowerUser = 16,
}

/// <summary>Names of titles and tiers, as the outside knows them.</summary>
public static class Titles
{
    public const string TokenLegend = "token-legend";
    public const string SessionImmortal = "session-immortal";
    public const string ModelConnoisseur = "model-connoisseur";
    public const string CacheWizard = "cache-wizard";
    public const string PowerUser = "power-user";

    /// <summary>Most telling first, in the order of the bits of <see cref="TitleSet"/>.</summary>
    public static IReadOnlyList<string> All { get; } = [TokenLegend, SessionImmortal, ModelConnoisseur, CacheWizard, PowerUser];

    // All 32 sets, so that a row takes its titles without a list of its own.
    private static readonly IReadOnlyList<string>[] Lists =
        [.. Enumerable.Range(0, 32).Select(set => (IReadOnlyList<string>)[.. All.Where((_, bit) => (set & (1 << bit)) != 0)])];

    /// <summary>Ids of the titles of a set, most telling first.</summary>
    public static IReadOnlyList<string> NamesOf(TitleSet titles) => Lists[(int)titles];

    /// <returns>Such as <c>gold</c>; <c>none</c> for <see cref="Tier.None"/>.</returns>
    public static string NameOf(Tier tier) => tier switch
    {
        Tier.None => "none",
        Tier.Bronze => "bronze",
        Tier.Silver => "silver",
        Tier.Gold => "gold",
        Tier.Platinum => "platinum",
        Tier.Emerald => "emerald",
        _ => throw new ArgumentOutOfRangeException(nameof(tier), tier, null),
    };
}
