using System.Globalization;

namespace Claudeonomics.Core.Tracing.Copies;

/// <summary>Tells which copies an excerpt is a piece of. docs/tracing.md derives how surely.</summary>
/// <remarks>
/// Needs nothing but the excerpt, the key and the numbers that were given out: no original. For each copy it weighs three kinds of signs, each of which is chance under the key of a
/// copy that the excerpt was not made from: fourth digits by name and first three, whether three digits are even by their first two, and names of canaries.
/// <para>The codes of copies that were asked for are kept, some 2 kB each. Not safe for use by several threads at a time.</para>
/// </remarks>
/// <param name="canaryNames">All names that canaries are drawn from.</param>
public sealed class CopyReader(ReadOnlyMemory<byte> key, IReadOnlyList<string> canaryNames) : IDisposable
{
    /// <summary>One excerpt in so many may name a copy that it is no piece of, over all copies there are.</summary>
    public const double WrongAtMostOneIn = 1_000_000;

    // A table has few columns of words; the one with names is among those that repeat themselves least.
    private const int MostNameColumns = 6;
    private const double HalfChance = 0.5;
    private const int LeastLead = 100;

    // How much of the marks may have survived, and how many of the canaries be in the excerpt. A mean over all of it is as good a bound as each.
    private static readonly double[] Survived = [0, 0.3, 0.7, 0.98];
    private static readonly double[] Present = [0.01, 0.5];

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
        ArgumentNullException.ThrowIfNull(copies);
        var threshold = Threshold(copies.Count);
        return [.. Weigh(excerpt, copies).Where(evidence => evidence.LogOdds >= threshold).OrderByDescending(static evidence => evidence.LogOdds)];
    }

    /// <summary>What the excerpt says of each copy, in their order.</summary>
    public IEnumerable<CopyEvidence> Weigh(Excerpt excerpt, IEnumerable<int> copies)
    {
        ArgumentNullException.ThrowIfNull(excerpt);
        var signs = new Signs(excerpt, _canaryNames);
        return copies.Select(copy => signs.Weigh(copy, CodeOf(copy), canaryNames.Count));
    }

    public void Dispose()
    {
        foreach (var code in _codes.Values)
        {
            code.Dispose();
        }
    }

    private CopyCode CodeOf(int copy) => _codes.TryGetValue(copy, out var known) ? known : _codes[copy] = new(key.Span, copy);

    // What an excerpt says, which is the same for all copies.
    private sealed class Signs
    {
        private readonly List<NameColumn> _columns;
        private readonly List<bool> _oddLeads = [];
        private readonly byte[] _questions;
        private readonly byte[] _answers;
        private readonly int _parityAt;

        public Signs(Excerpt excerpt, Dictionary<string, int> canaryNames)
        {
            _columns = [.. NameColumns(excerpt).DefaultIfEmpty().Select(column => new NameColumn(excerpt, column, canaryNames))];
            var questions = new List<byte[]>();
            foreach (var (folded, lead) in _columns.SelectMany(static column => column.Figures.Select(figure => (figure.Name, figure.Digits.Lead))))
            {
                CopyCode.AskLast(folded, lead, Add(questions));
            }

            _parityAt = questions.Count;
            foreach (var (firstTwo, isOdd) in Parities(excerpt))
            {
                CopyCode.AskParity(firstTwo, Add(questions));
                _oddLeads.Add(isOdd);
            }

            _questions = [.. questions.SelectMany(static question => question)];
            _answers = new byte[_questions.Length];
        }

        /// <summary>What they say of one copy.</summary>
        /// <param name="names">How many there are to draw canaries from.</param>
        public CopyEvidence Weigh(int copy, CopyCode code, int names)
        {
            code.Answer(_questions, _answers);
            var evenly = 0;
            for (var i = 0; i < _oddLeads.Count; i++)
            {
                evenly += (AnswerAt(_parityAt + i) & 1) == (_oddLeads[i] ? 1UL : 0UL) ? 1 : 0;
            }

            var drawn = code.DrawCanaries(names);
            var parity = MeanOdds([new(evenly, _oddLeads.Count - evenly, HalfChance)], Survived);
            var (best, odds, at) = (default(CopyEvidence), new double[_columns.Count], 0);
            for (var i = 0; i < _columns.Count; i++)
            {
                var (column, agreeing, agreeingLeast) = (_columns[i], 0, 0);
                foreach (var (_, digits) in column.Figures)
                {
                    var agrees = MarkedDigits.LastOf(digits.Lead, AnswerAt(at++)) == digits.Last;
                    agreeing += agrees ? 1 : 0;
                    agreeingLeast += agrees && digits.Lead == LeastLead ? 1 : 0;
                }

                var canaries = drawn.Count(column.Canaries.Contains);
                // One draw is among the excerpt's names by chance as often as names are.
                var canaryChance = Math.Min(0.99, (double)column.Canaries.Count / (names - CopyCode.Canaries));
                odds[i] = parity + MeanOdds([new(canaries, drawn.Length - canaries, canaryChance)], Present) + MeanOdds(
                    [
                        new(agreeing - agreeingLeast, column.Figures.Count - column.OfLeastLead - (agreeing - agreeingLeast), 1.0 / MarkedDigits.ChoicesAfter(LeastLead + 1)),
                        new(agreeingLeast, column.OfLeastLead - agreeingLeast, 1.0 / MarkedDigits.ChoicesAfter(LeastLead)),
                    ],
                    Survived);
                best = best is null || odds[i] > best.LogOdds ? new(copy, odds[i], column.Figures.Count, agreeing, canaries) : best;
            }

            return best! with { LogOdds = LogMean(odds) };
        }

        private static Span<byte> Add(List<byte[]> questions)
        {
            questions.Add(new byte[CopyCode.BlockBytes]);
            return questions[^1];
        }

        private ulong AnswerAt(int question) => CopyCode.Number(_answers.AsSpan(question * CopyCode.BlockBytes, CopyCode.BlockBytes));

        // By first two digits, what most figures of the excerpt with them are: once, however many there are, for a copy answers once.
        private static IEnumerable<(int FirstTwo, bool IsOdd)> Parities(Excerpt excerpt) =>
            from cell in excerpt.Rows.SelectMany(static row => row)
            let digits = MarkedDigits.Read(cell.Text)
            where digits is not null
            group digits.Value.Lead by digits.Value.Lead / 10 into leads
            let odd = leads.Count(static lead => (lead & 1) == 1)
            where odd * 2 != leads.Count()
            select (leads.Key, odd * 2 > leads.Count());

        // Of the columns with words, those with about as many different ones as the one with the most: a team or a tier is many rows'.
        private static IEnumerable<string> NameColumns(Excerpt excerpt)
        {
            var columns =
                (from cell in excerpt.Rows.SelectMany(static row => row)
                 where IsName(cell.Text)
                 group cell.Text by cell.Column into words
                 let different = words.Distinct(StringComparer.Ordinal).Count()
                 orderby different descending, words.Key.Length, words.Key
                 select (Column: words.Key, Different: different)).ToList();
            return columns.TakeWhile(column => column.Different * 2 > columns[0].Different).Take(MostNameColumns).Select(static column => column.Column);
        }

        private static bool IsName(string text) => text.Length is > 1 and < 200 && text.Any(char.IsLetter) && MarkedDigits.Read(text) is null;

        // With so many hits and misses, how many times likelier than by chance, over how much may have survived.
        private static double MeanOdds(ReadOnlySpan<Tally> tallies, double[] survived)
        {
            Span<double> odds = stackalloc double[survived.Length];
            for (var i = 0; i < survived.Length; i++)
            {
                foreach (var (hits, misses, chance) in tallies)
                {
                    odds[i] += (hits == 0 ? 0 : hits * Math.Log((survived[i] / chance) + 1 - survived[i])) + (misses * Math.Log(1 - survived[i]));
                }
            }

            return LogMean(odds);
        }

        private static double LogMean(ReadOnlySpan<double> logs)
        {
            var most = double.NegativeInfinity;
            foreach (var log in logs)
            {
                most = Math.Max(most, log);
            }

            var sum = 0.0;
            foreach (var log in logs)
            {
                sum += Math.Exp(log - most);
            }

            return most + Math.Log(sum / logs.Length);
        }

        private readonly record struct Tally(int Hits, int Misses, double Chance);
    }

    // A column of words, as if it were the one with the names.
    private sealed class NameColumn
    {
        public NameColumn(Excerpt excerpt, string? column, Dictionary<string, int> canaryNames)
        {
            foreach (var row in excerpt.Rows)
            {
                if (row.FirstOrDefault(cell => cell.Column == column) is not { Text: { Length: > 0 } text })
                {
                    continue;
                }

                var name = CopyNames.Fold(text);
                if (canaryNames.TryGetValue(name, out var canary))
                {
                    Canaries.Add(canary);
                }

                foreach (var cell in row)
                {
                    // The same digits of the same name are one sign.
                    if (MarkedDigits.Read(cell.Text) is { Last: not 0 } digits && _seen.Add(string.Create(CultureInfo.InvariantCulture, $"{digits.Lead}/{name}")))
                    {
                        Figures.Add((name, digits));
                        OfLeastLead += digits.Lead == LeastLead ? 1 : 0;
                    }
                }
            }
        }

        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

        public List<(string Name, MarkedDigits Digits)> Figures { get; } = [];

        public int OfLeastLead { get; private set; }

        /// <summary>Numbers of the names in this column that a canary can have.</summary>
        public HashSet<int> Canaries { get; } = [];
    }
}
