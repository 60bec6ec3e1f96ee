namespace Claudeonomics.Core.Ledger;

/// <summary>How long single facts are kept. Nothing older can be told from something sent again, so nothing older is taken.</summary>
public static class RawHorizon
{
    public const int Days = 62;

    /// <summary>The first company day of which single calls are kept; earlier ones are told by totals. A day more than the horizon, for calls that are
    /// under way.</summary>
    public static DateOnly FirstOpenDay(DateOnly today) => today.AddDays(-Days - 1);

    public static TimeSpan Length { get; } = TimeSpan.FromDays(Days);
}
