using System.Globalization;

namespace Claudeonomics.Core.Tracing.Copies;

/// <summary>The digits of a figure that a copy can have marked, wherever its point is.</summary>
/// <param name="Lead">100 to 999: the first three digits to the nearest. Whether it is even is the copy's, by its first two.</param>
/// <param name="Last">-4 to 4, never 0 in a copy: the first four digits are 10 times <paramref name="Lead"/> and this, so that a figure whose fourth digit was rounded away
/// has the same <paramref name="Lead"/> and says 0.</param>
public readonly record struct MarkedDigits(int Lead, int Last)
{
    /// <summary>The fourth digits that a copy chooses from.</summary>
    private static readonly int[] Lasts = [-4, -3, -2, -1, 1, 2, 3, 4];

    // 100 with less behind it would be 99: it has four to choose from, and is no sign.
    private const int LastsOfLeast = 4;
    private const int MostUnitLetters = 10;

    /// <summary>The first three digits behind which fewer fourth ones are possible.</summary>
    internal const int LeastLead = 100;

    /// <summary>How many fourth digits a copy chooses from.</summary>
    internal const int Choices = 8;

    internal static int LastOf(int lead, ulong answer) =>
        lead == LeastLead ? 1 + (int)(answer % LastsOfLeast) : Lasts[(int)(answer % Choices)];

    /// <summary>Reads a cell as people and programs write figures: <c>2013000</c>, <c>2,013,000</c>, <c>2.013.000</c>, <c>73,13 %</c>, <c>$ 12.34M</c>, <c>1.234E+09</c>.</summary>
    /// <returns><see langword="null"/> for what is no figure, has fewer than three digits, or more than four that count; and for a whole number below a thousand, which no copy
    /// marks and which may be a rank.</returns>
    public static MarkedDigits? Read(ReadOnlySpan<char> cell)
    {
        Span<char> digits = stackalloc char[32];
        var (count, whole, hasPoint, at) = (0, 0, false, 0);
        cell = cell.Trim();
        while (at < cell.Length && !char.IsAsciiDigit(cell[at]))
        {
            if (!IsBefore(cell[at]))
            {
                return null;
            }

            at++;
        }

        for (; at < cell.Length && (char.IsAsciiDigit(cell[at]) || IsSeparator(cell[at])); at++)
        {
            if (!char.IsAsciiDigit(cell[at]))
            {
                hasPoint |= cell[at] is '.' or ',';
            }
            else if (count == digits.Length)
            {
                return null;
            }
            else
            {
                whole++;
                if (count > 0 || cell[at] != '0')
                {
                    digits[count++] = cell[at];
                }
            }
        }

        return IsUnit(cell[at..]) && count >= 3 && (hasPoint || whole > 3) ? Of(digits[..count]) : null;
    }

    private static MarkedDigits? Of(ReadOnlySpan<char> digits)
    {
        if (digits.Length > 4 && digits[4..].ContainsAnyExcept('0'))
        {
            return null;
        }

        var lead = int.Parse(digits[..3], CultureInfo.InvariantCulture);
        var fourth = digits.Length > 3 ? digits[3] - '0' : 0;
        return fourth switch
        {
            <= 4 => new(lead, fourth),
            // Nothing that a copy writes.
            5 => null,
            _ when lead == 999 => null,
            _ => new(lead + 1, fourth - 10),
        };
    }

    // -, $, €
    private static bool IsBefore(char c) => c is '-' or '\u2212' or '+' or '~' or '\'' || char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) is UnicodeCategory.CurrencySymbol;

    private static bool IsSeparator(char c) => c is '.' or ',' or '\'' or '’' or ' ' or '_' or '\u00a0' or '\u202f';

    // M, bn, %, USD, E+09
    private static bool IsUnit(ReadOnlySpan<char> rest)
    {
        if (rest.Length > 1 && rest[0] is 'e' or 'E' && !rest[1..].TrimStart("+-").ContainsAnyExceptInRange('0', '9'))
        {
            return true;
        }

        return rest.Length <= MostUnitLetters && rest.IndexOfAnyInRange('0', '9') < 0 && rest.IndexOfAny("-/:") < 0;
    }
}
