using System.Globalization;

namespace Claudeonomics.Core.Text;

/// <summary>A number as people read it: three digits and a unit, with the exact value at hand.</summary>
/// <param name="Digits">Such as <c>281</c>, <c>1.94</c> or <c>$57.4</c>; a word when there is no number (<c>unpriced</c>).</param>
/// <param name="Unit"><c>k</c>, <c>M</c>, <c>B</c>, <c>T</c>, <c>%</c>, or empty.</param>
/// <param name="Exact">Every digit: <c>281,034,551,902</c>.</param>
/// <param name="Value">For machines, invariant; <see langword="null"/> when unknown.</param>
public sealed record Figure(string Digits, string Unit, string Exact, string? Value)
{
    private static readonly string[] Units = ["", "k", "M", "B", "T", "Q"];
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static Figure Unpriced { get; } = new("unpriced", "", "No price is known for these models.", null);

    public static Figure Tokens(long tokens) => Count(tokens) with { Exact = $"{Whole(tokens)} tokens" };

    public static Figure Count(long count)
    {
        var (digits, unit) = Shorten(count);
        return new(digits, unit, Whole(count), count.ToString(Culture));
    }

    /// <summary>People are counted one by one, never rounded.</summary>
    public static Figure People(long count) => new(Whole(count), "", Whole(count), count.ToString(Culture));

    /// <summary>Dollars: cents below $100, whole dollars below $10,000, then three digits and a unit.</summary>
    public static Figure Dollars(decimal? dollars)
    {
        if (dollars is not { } amount)
        {
            return Unpriced;
        }

        var size = Math.Abs(amount);
        var sign = amount < 0 ? "−" : "";
        var (digits, unit) = size switch
        {
            0 => ("0", ""),
            < 0.01m => (size.ToString("0.0000", Culture), ""),
            < 99.995m => (size.ToString("0.00", Culture), ""),
            < 9_999.5m => (size.ToString("#,##0", Culture), ""),
            _ => Shorten(size),
        };
        return new($"{sign}${digits}", unit, $"{sign}${size.ToString("#,##0.00####", Culture)}", amount.ToString(Culture));
    }

    /// <summary>A share from 0 to 1. What is there but rounds to nothing reads "&lt;1".</summary>
    public static Figure Percent(double share)
    {
        var percent = share * 100;
        var digits = percent switch
        {
            > 0 and < 1 => "<1",
            > 99 and < 100 => ">99",
            _ => Math.Round(percent, MidpointRounding.AwayFromZero).ToString("0", Culture),
        };
        return new(digits, "%", $"{percent.ToString("0.##", Culture)}%", share.ToString(Culture));
    }

    public static Figure Ratio(double value) =>
        new(value.ToString("0.00", Culture), "", value.ToString("0.######", Culture), value.ToString(Culture));

    /// <summary>Points of a score: whole ones for the eye.</summary>
    public static Figure Points(double points) => new(
        Math.Round(points, MidpointRounding.AwayFromZero).ToString("0", Culture), "", $"{points.ToString("0.#", Culture)} points", points.ToString(Culture));

    /// <summary>Weeks in which a floor was met, with the active days that their thousandths count: <c>4 wk 17 d</c>.</summary>
    public static Figure Weeks(double weeks)
    {
        var thousandths = (long)Math.Round(weeks * 1000, MidpointRounding.AwayFromZero);
        var (whole, days) = ((thousandths / 100 / 10m).ToString("0.#", Culture), thousandths % 100);
        return new(whole, $"wk {days} d", $"{whole} weeks, {days} active days", weeks.ToString(Culture));
    }

    public static string Whole(long number) => number.ToString("#,##0", Culture);

    /// <summary>With a narrow no-break space before the unit: <c>281 B</c>.</summary>
    public override string ToString() => Unit is "" or "%" ? Digits + Unit : $"{Digits}\u202f{Unit}";

    private static (string Digits, string Unit) Shorten(decimal number)
    {
        var unit = 0;
        var size = Math.Abs(number);
        // 999.5 of one unit would read "1,000" in three digits and is 1 of the next.
        while (size >= 999.5m && unit < Units.Length - 1)
        {
            size /= 1000;
            unit++;
        }

        var format = unit == 0 ? "0" : size switch { < 9.995m => "0.##", < 99.95m => "0.#", _ => "0" };
        var rounded = Math.Round(size, format.Length > 1 ? format.Length - 2 : 0, MidpointRounding.AwayFromZero);
        return ((number < 0 ? "−" : "") + rounded.ToString(format, Culture), Units[unit]);
    }
}
