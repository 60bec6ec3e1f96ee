using Claudeonomics.Core.Privacy;

namespace Claudeonomics.Tests.Privacy;

/// <summary>Works out what answers together say: bounds of every unknown, narrowed by every sum until nothing moves any more.</summary>
/// <remarks>What it says is certain, given the answers: no guess of how people usually are. It knows who everybody is, how they take part, and the rules.</remarks>
/// <param name="truth">Of every unknown, to hold the attacker to: a conclusion that is not true would hide one that is.</param>
internal sealed class Attacker(IReadOnlyDictionary<string, double> truth)
{
    // Of the truth, to either side.
    private const double Certain = 0.1;

    private const int MostRounds = 60;

    // Unknowns by which two sums differ: of many more, their difference tells of nobody.
    private const int MostDifferent = 24;

    private readonly Dictionary<string, (double Low, double High)> _bounds = [];
    private readonly List<(string From, string[] Parts, double Low, double High)> _sums = [];
    private readonly List<(string Whole, string[] Parts)> _equal = [];
    private readonly List<(string Part, string Whole)> _parts = [];

    /// <summary>Policies that guard groups, with seeds from 1 on.</summary>
    public static TheoryData<string, int> Companies(int seeds)
    {
        var companies = new TheoryData<string, int>();
        foreach (var policy in (string[])["balanced", "strict"])
        {
            for (var seed = 1; seed <= seeds; seed++)
            {
                companies.Add(policy, seed);
            }
        }

        return companies;
    }

    /// <summary>Whether an unknown is known to a tenth of what it is.</summary>
    public bool IsCertainOf(string unknown) => Of(unknown) is var (low, high) && high - low <= 2 * Certain * truth[unknown];

    /// <summary>What is known of one unknown; anything from 0 on when nothing is.</summary>
    public (double Low, double High) Of(string unknown) => _bounds.GetValueOrDefault(unknown, (0, double.PositiveInfinity));

    /// <summary>A number was seen, which somebody's policy has made coarse.</summary>
    public void Saw(string unknown, double seen, DetailOfOthers detail)
    {
        var (low, high) = Behind(seen, detail);
        Narrow(unknown, low, high);
    }

    public void Knows(string unknown, double exact) => Narrow(unknown, exact, exact);

    /// <param name="from">Which answer, for whoever reads why an attack went wrong.</param>
    public void SawSum(string from, IEnumerable<string> parts, double seen, DetailOfOthers detail)
    {
        var (low, high) = Behind(seen, detail);
        string[] all = [.. parts];
        var sum = all.Sum(part => truth[part]);
        if (sum < low * (1 - 1e-6) || sum > high * (1 + 1e-6))
        {
            throw new InvalidOperationException($"{from}: {string.Join(" + ", all)} is {sum} and was seen as {seen}");
        }

        _sums.Add((from, all, low, high));
    }

    /// <summary>An unknown is the sum of others.</summary>
    public void SawSumOfParts(string unknown, IEnumerable<string> parts) => _equal.Add((unknown, [.. parts]));

    /// <summary>One unknown is part of another.</summary>
    public void IsPart(string part, string of) => _parts.Add((part, of));

    /// <summary>Thinks until nothing follows any more.</summary>
    public void Think()
    {
        var differences = Differences().ToList();
        for (var round = 0; round < MostRounds; round++)
        {
            var moved = false;
            foreach (var (_, parts, low, high) in _sums)
            {
                moved |= NarrowParts(parts, low, high);
            }

            foreach (var (more, less, low, high) in differences)
            {
                moved |= NarrowParts(more, low + less.Sum(part => Of(part).Low), high + less.Sum(part => Of(part).High));
            }

            foreach (var (whole, parts) in _equal)
            {
                moved |= Narrow(whole, parts.Sum(part => Of(part).Low), parts.Sum(part => Of(part).High));
                moved |= NarrowParts(parts, Of(whole).Low, Of(whole).High);
            }

            foreach (var (part, whole) in _parts)
            {
                moved |= Narrow(whole, Of(part).Low, double.PositiveInfinity) | Narrow(part, 0, Of(whole).High);
            }

            if (!moved)
            {
                return;
            }
        }
    }

    // Two sums that share most of their unknowns, one less the other: what is in the first alone, less what is in the second alone.
    private IEnumerable<(string[] More, string[] Less, double Low, double High)> Differences()
    {
        var sums = _sums.Select(static sum => (Parts: sum.Parts.ToHashSet(), sum.Low, sum.High)).ToArray();
        foreach (var first in sums)
        {
            foreach (var second in sums.Where(second => Math.Abs(second.Parts.Count - first.Parts.Count) <= MostDifferent))
            {
                string[] more = [.. first.Parts.Except(second.Parts)];
                string[] less = [.. second.Parts.Except(first.Parts)];
                if (more.Length > 0 && more.Length + less.Length <= MostDifferent && more.Length < first.Parts.Count)
                {
                    yield return (more, less, first.Low - second.High, first.High - second.Low);
                }
            }
        }
    }

    private bool NarrowParts(string[] parts, double low, double high)
    {
        var moved = false;
        foreach (var part in parts)
        {
            var others = parts.Where(other => other != part).ToArray();
            moved |= Narrow(part, low - others.Sum(other => Of(other).High), high - others.Sum(other => Of(other).Low));
        }

        return moved;
    }

    // The numbers that are seen as this one.
    private static (double Low, double High) Behind(double seen, DetailOfOthers detail)
    {
        if (detail is DetailOfOthers.Exact || seen <= 0)
        {
            return (seen, seen);
        }

        if (detail is DetailOfOthers.Bands)
        {
            return (seen, Coarse.Above(seen, detail));
        }

        var half = (Coarse.Above(seen, detail) - seen) / 2;
        return (seen - half, seen + half);
    }

    private bool Narrow(string unknown, double low, double high)
    {
        var (was, top) = Of(unknown);
        var (now, most) = (Math.Max(was, double.IsNaN(low) ? 0 : low), Math.Min(top, double.IsNaN(high) ? double.PositiveInfinity : high));
        if (now <= was * (1 + 1e-9) + 1e-9 && most >= top * (1 - 1e-9) - 1e-9)
        {
            return false;
        }

        if (truth[unknown] < now * (1 - 1e-6) || truth[unknown] > most * (1 + 1e-6) + 1e-6)
        {
            throw new InvalidOperationException($"{unknown} is {truth[unknown]} and not from {now} to {most}, was from {was} to {top}");
        }

        _bounds[unknown] = (now, most);
        return true;
    }
}
