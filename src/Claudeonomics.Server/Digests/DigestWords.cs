using System.Globalization;
using Claudeonomics.Core.Time;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.Digests;

/// <summary>How digests speak.</summary>
internal static class DigestWords
{
    /// <summary>What stands under every digest that ranks.</summary>
    public const string Purpose = "An adoption nudge, not a performance review. Only people who chose to take part are counted.";

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string Month(DateOnly day) => day.ToString("MMMM yyyy", Culture);

    public static string Days(DayRange days)
    {
        var last = days.End.AddDays(-1);
        var first = days.Start.Year != last.Year ? "d MMMM yyyy" : days.Start.Month != last.Month ? "d MMMM" : "%d";
        return $"{days.Start.ToString(first, Culture)} to {last.ToString("d MMMM yyyy", Culture)}";
    }

    public static string Growth(Digest digest)
    {
        // Months are of 28 to 31 days, and what is compared are as many.
        var before = digest.Occasion is DigestOccasion.Season ? $"the {digest.Days.Days.ToString(Culture)} days before" : "the week before";
        var growth = digest.Growth;
        return growth switch
        {
            null => "",
            > -0.005 and < 0.005 => $", as much as {before}",
            >= 9 => $", {Math.Round(growth.Value + 1).ToString("0", Culture)} times {before}",
            > 0 => $", {Figure.Percent(growth.Value)} more than {before}",
            _ => $", {Figure.Percent(-growth.Value)} less than {before}",
        };
    }

    /// <summary>List-price equivalent, with the part that has no price.</summary>
    public static string Cost(Digest digest)
    {
        var cost = Figure.Dollars(digest.CostUsd).ToString();
        return digest.UnpricedTokens == 0 || digest.CostUsd is null ? cost : $"{cost}, without {Figure.Tokens(digest.UnpricedTokens)} unpriced tokens";
    }

    /// <summary>Such as "12 of 14 people".</summary>
    public static string People(Digest digest) => $"{Figure.People(digest.Active)} of {Figure.People(digest.Participants)} people";

    public static string Focus(Digest digest) => digest.Focus is { Counts: { } counts, Target: { } target }
        ? $"{digest.Days.End.AddDays(-1).ToString("MMMM", Culture)} puts {digest.Focus.Name} first: {Figure.Whole(target)} {counts.Replace('-', ' ')} fill it."
        : $"{digest.Days.End.AddDays(-1).ToString("MMMM", Culture)} puts {digest.Focus.Name} first.";

    /// <summary>Such as "412 edits accepted, 61 commits"; empty when the agents reported nothing.</summary>
    public static string Together(Digest digest) => string.Join(", ", digest.Together.Select(Sum));

    public static string Sum(DigestSum sum) => $"{Figure.Whole(sum.Count)} {sum.Name}";

    /// <summary>Such as "1. Mei L., 812 points, Cache Wizard".</summary>
    public static string Row(DigestRow row) =>
        $"{row.Rank.ToString(Culture)}. {row.Name}, {Figure.Points(row.Points)} points{string.Concat(row.Titles.Select(static title => $", {title}"))}";
}
