using System.Collections.Frozen;
using System.Globalization;
using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Server.Web.Text;

/// <summary>Conditions of titles in words.</summary>
internal static class Evidence
{
    // Conditions whose names say too little to who has not read the rules; the others are read as they are called.
    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["participants"] = "People taking part",
        ["tokens-rank"] = "Rank by tokens",
        ["highest-tier"] = "Tier",
        ["metered-share"] = "Share confirmed by a gateway or vendor",
        ["weeks-with-result"] = "Weeks in which something was accepted or committed",
        ["credited-minutes"] = "Supervised time that is credited, without quiet hours",
        ["longest-or-hours"] = "Longest supervised thread",
        ["effective-models"] = "Effective number of models",
        ["reuse"] = "Context read from a cache",
        ["reads-per-write"] = "Cache reads for each write",
        ["saved-per-million"] = "Saved",
        ["weeks-with-floor"] = "Weeks with the floor of your working days met",
        ["weeks-known"] = "Weeks that are known",
        ["linked-outcomes"] = "Outcomes that a source outside the agents vouches for",
        ["priced-models"] = "Models with enough calls and a price",
        ["calls-to-small-models"] = "Calls to models of at most a third of the dearest one’s price",
        ["calls-to-own-models"] = "Calls to the company’s own models",
        ["people-helped"] = "People helped",
        ["active-days"] = "Active days, the last 30 days",
        ["active-days-before"] = "Active days, the 30 days before",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Such as "Calls 2,841, at least 500", or "Open findings: not yet judged, nothing that could tell is connected".</summary>
    public static string Sentence(TitleCondition condition)
    {
        var isCeiling = condition.Name.EndsWith("-at-most", StringComparison.Ordinal);
        var name = Names.GetValueOrDefault(condition.Name)
            ?? Capital((isCeiling ? condition.Name[..^"-at-most".Length] : condition.Name).Replace('-', ' '));
        return (condition.Value, condition.Threshold) switch
        {
            (null, _) when condition.Verdict is Verdict.NotYetJudged => $"{name}: not yet judged, nothing that could tell is connected",
            (null, _) when condition.Verdict is Verdict.Met => $"{name}: met",
            (null, _) => $"{name}: none",
            ({ } value, null) => $"{name} {Amount(value, condition.Unit)}",
            ({ } value, { } threshold) when condition.Unit == "rank" => $"{name} {Amount(value, condition.Unit)}, of the first {threshold:0}",
            ({ } value, { } threshold) => $"{name} {Amount(value, condition.Unit)}, at {(isCeiling ? "most" : "least")} {Amount(threshold, condition.Unit)}",
        };
    }

    private static string Amount(double value, string unit) => unit switch
    {
        "percent" => $"{Figure.Percent(value / 100)}",
        "USD per million tokens" => $"{Figure.Dollars((decimal)value)} per million",
        "hours" => $"{Number(value)} h",
        "minutes" => $"{Number(value)} min",
        "tier" => Words.Tier((Tier)(int)value) is { Length: > 0 } tier ? tier : "none",
        "rank" => Words.Ordinal((int)value),
        _ when value >= 10_000 => Figure.Count((long)value).ToString(),
        _ => Number(value),
    };

    private static string Number(double value) => value.ToString("#,##0.##", CultureInfo.InvariantCulture);

    private static string Capital(string words) => words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
}
