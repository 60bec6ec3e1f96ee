namespace Claudeonomics.Core.Ranking;

/// <summary>The titles there are. Values are bits, lowest the most telling.</summary>
[Flags]
public enum TitleSet : ushort
{
    None = 0,
    TokenLegend = 1,
    SessionImmortal = 2,
    ModelConnoisseur = 4,
    CacheWizard = 8,
    PowerUser = 16,
    Steady = 32,
    FirstLink = 64,
    RightSize = 128,
    LocalHero = 256,
    Mentor = 512,
    Comeback = 1024,
    TeamGoal = 2048,
    PersonalBest = 4096,
}

/// <summary>Names of titles and tiers, as the outside knows them.</summary>
public static class Titles
{
    public const string TokenLegend = "token-legend";
    public const string SessionImmortal = "session-immortal";
    public const string ModelConnoisseur = "model-connoisseur";
    public const string CacheWizard = "cache-wizard";
    public const string PowerUser = "power-user";

    public const string Steady = "steady";
    public const string FirstLink = "first-link";
    public const string RightSize = "right-size";
    public const string LocalHero = "local-hero";
    public const string Mentor = "mentor";
    public const string Comeback = "comeback";
    public const string TeamGoal = "team-goal";
    public const string PersonalBest = "personal-best";

    /// <summary>Most telling first, in the order of the bits of <see cref="TitleSet"/>.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        TokenLegend, SessionImmortal, ModelConnoisseur, CacheWizard, PowerUser, Steady, FirstLink, RightSize, LocalHero, Mentor, Comeback, TeamGoal,
        PersonalBest,
    ];

    // All 8,192 sets, each made when somebody first has it, so that a row takes its titles without a list of its own.
    private static readonly IReadOnlyList<string>?[] Lists = new IReadOnlyList<string>?[1 << All.Count];

    /// <summary>Titles that somebody has because others have them not.</summary>
    public static bool HasRivals(string title) => title is TokenLegend or SessionImmortal or CacheWizard or PowerUser;

    /// <summary>Ids of the titles of a set, most telling first.</summary>
    public static IReadOnlyList<string> NamesOf(TitleSet titles) =>
        Lists[(int)titles] ??= [.. All.Where((_, bit) => ((int)titles & (1 << bit)) != 0)];

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
