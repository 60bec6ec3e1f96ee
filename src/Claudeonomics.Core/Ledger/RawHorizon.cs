namespace Claudeonomics.Core.Ledger;

/// <summary>How long single facts are kept. Nothing older can be told from something sent again, so nothing older is taken.</summary>
public static class RawHorizon
{
    public const int Days = 62;

    public static TimeSpan Length { get; } = TimeSpan.FromDays(Days);
}
