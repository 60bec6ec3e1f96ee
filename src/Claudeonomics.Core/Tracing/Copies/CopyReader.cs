namespace Claudeonomics.Core.Tracing.Copies;

/// <summary>Tells which copies an excerpt is a piece of. docs/tracing.md derives how surely.</summary>
/// <remarks>
/// <para>Needs nothing but the excerpt, the key and the numbers that were given out: no original.</para>
/// <para>The codes of copies that were asked for are kept, some 2 kB each. Not safe for use by several threads at a time.</para>
/// </remarks>
/// <param name="key">The company's: 32 bytes.</param>
/// <param name="canaryNames">All names that canaries are drawn from.</param>
public sealed class CopyReader(ReadOnlyMemory<byte> key, IReadOnlyList<string> canaryNames) : IDisposable
{
    /// <summary>One excerpt in so many may name a copy that it is no piece of, over all copies there are.</summary>
    public const double WrongAtMostOneIn = 1_000_000;

    // A copy that some sixty figures of a large excerpt say nothing for is not asked about the rest, and that no sooner names anybody.
    private const int EnoughFigures = 64;
    private const int EnoughCanaries = 3;

    private readonly Dictionary<int, CopyCode> _codes = [];
    private readonly Dictionary<string, int> _canaryNames = canaryNames.Select(static (name, number) => (Name: CopyNames.Fold(name), number))
        .DistinctBy(static pair => pair.Name).ToDictionary(static pair => pair.Name, static pair => pair.number, StringComparer.Ordinal);

    /// <summary>What <see cref="CopyEvidence.LogOdds"/> has to reach to name a copy.</summary>
    /// <param name="copies">How many there are to be wrong about.</param>
    public static double Threshold(int copies) => Math.Log(Math.Max(1, copies)) + Math.Log(WrongAtMostOneIn);

    /// <summary>The copies that the excerpt is made of, the surest first: more than one where it was put together.</summary>
    /// <param name="copies">All numbers that were given out.</param>
    public IReadOnlyList<CopyEvidence> Read(Excerpt excerpt, IReadOnlyCollection<int> copies)
    {
        ArgumentNullException.ThrowIfNull(excerpt);
        ArgumentNullException.ThrowIfNull(copies);
        var threshold = Threshold(copies.Count);
        var whole = SignsOf(excerpt.Rows);
        var some = whole.Figures > EnoughFigures * 3 / 2 ? SignsOf(Some(excerpt.Rows, whole.Figures)) : null;
        var named = new List<CopyEvidence>();
        foreach (var copy in copies)
        {
            var code = CodeOf(copy);
            if (some is not null && some.Weigh(copy, code).LogOdds < 0 && whole.Canaries(code) < EnoughCanaries)
            {
                continue;
            }

            var evidence = whole.Weigh(copy, code);
            if (evidence.LogOdds >= threshold)
            {
                named.Add(evidence);
            }
        }

        return [.. named.OrderByDescending(static evidence => evidence.LogOdds)];
    }

    /// <summary>What the excerpt says of each copy, in their order.</summary>
    public IEnumerable<CopyEvidence> Weigh(Excerpt excerpt, IEnumerable<int> copies)
    {
        ArgumentNullException.ThrowIfNull(excerpt);
        var signs = SignsOf(excerpt.Rows);
        return copies.Select(copy => signs.Weigh(copy, CodeOf(copy)));
    }

    public void Dispose()
    {
        foreach (var code in _codes.Values)
        {
            code.Dispose();
        }
    }

    private CopyCode CodeOf(int copy) => _codes.TryGetValue(copy, out var known) ? known : _codes[copy] = new(key.Span, copy);

    private CopySigns SignsOf(IReadOnlyList<IReadOnlyList<ExcerptCell>> rows) => new(rows, _canaryNames, canaryNames.Count);

    // Evenly from all of it, so that a piece of two copies shows both.
    private static List<IReadOnlyList<ExcerptCell>> Some(IReadOnlyList<IReadOnlyList<ExcerptCell>> rows, int figures)
    {
        var wanted = Math.Max(1, rows.Count * EnoughFigures / figures);
        return [.. Enumerable.Range(0, wanted).Select(i => rows[(int)((long)i * rows.Count / wanted)])];
    }
}
