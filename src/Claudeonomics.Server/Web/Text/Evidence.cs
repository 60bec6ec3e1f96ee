using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Server.Web.Text;

/// <summary>Conditions of titles in words.</summary>
internal static class Evidence
{
    /// <summary>Such as "calls 2,841 of 500 needed", or "median context not yet judged: nothing that could tell is connected".</summary>
    public static string Sentence(TitleCondition condition)
    {
        var isCeiling = condition.Name.EndsWith("-at-most", StringComparison.Ordinal);
        var name = (isCeiling ? condition.Name[..^"-at-most".Length] : condition.Name).Replace('-', ' ');
        return (condition.Value, condition.Threshold) switch
        {
            (null, _) => $"{name}: not yet judged, nothing that could tell is connected",
            ({ } value, null) => $"{name} {Amount(value, condition.Unit)}",
            ({ } value, { } threshold) when isCeiling || condition.Unit == "rank" =>
                $"{name} {Amount(value, condition.Unit)}, at most {Amount(threshold, condition.Unit)}",
            ({ } value, { } threshold) => $"{name} {Amount(value, condition.Unit)}, at least {Amount(threshold, condition.Unit)}",
        };
    }

    private static string Amount(double value, string unit) => unit switch
    {
        "share" => Figure.Percent(value).ToString(),
        "usd" or "dollars" => Figure.Dollars((decimal)value).ToString(),
        "hours" => $"{value:0.#} h",
        _ when value >= 10_000 => Figure.Count((long)value).ToString(),
        _ => value.ToString("#,##0.##", System.Globalization.CultureInfo.InvariantCulture),
    };
}
