namespace Claudeonomics.Core.Tracing.Copies;

/// <summary>What an excerpt says, which is the same for all copies: questions to ask each of them, and how much it weighs when so many answers agree.</summary>
/// <remarks>
/// Three kinds of signs, each of them chance under the key of a copy that the excerpt was not made from: fourth digits by name and first three, whether three digits are even by their
/// first two, and names of canaries. docs/tracing.md derives the weights.
/// </remarks>
internal sealed class CopySigns
{
    // A table has few columns of words; the one with names is among those that repeat themselves least.
    private const int MostNameColumns = 6;

    // How much of the marks may have survived, and how many of the canaries be in the excerpt. A mean over all of it is as good a bound as each.
    private static readonly double[] Survived = [0, 0.3, 0.7, 0.98];
    private static readonly double[] Present = [0.01, 0.5];
    private const double HalfChance = 0.5;

    private readonly List<NameColumn> _columns;
    private readonly bool[] _areOdd;
    private readonly double[] _evenlyOdds;
    private readonly byte[] _questions;
    private readonly byte[] _answers;
    private readonly double[] _odds;
    private readonly int _parityAt;
    private readonly int _names;

    /// <param name="rows">Of an excerpt, or some of them.</param>
    /// <param name="canaryNames">The names that canaries are drawn from, folded, with their numbers.</param>
    /// <param name="names">How many there are to draw from.</param>
    public CopySigns(IReadOnlyList<IReadOnlyList<ExcerptCell>> rows, IReadOnlyDictionary<string, int> canaryNames, int names)
    {
        _names = names;
        _columns = [.. NameColumns(rows).DefaultIfEmpty().Select(column => new NameColumn(rows, column, canaryNames, names))];
        var parities = Parities(rows).ToList();
        (_parityAt, _areOdd) = (_columns.Sum(static column => column.Figures.Count), [.. parities.Select(static parity => parity.IsOdd)]);
        _evenlyOdds = OddsOf(parities.Count, HalfChance, Survived);
        _questions =
        [
            .. _columns.SelectMany(static column => column.Figures).SelectMany(static figure => CopyCode.AskLast(figure.Name, figure.Digits.Lead)),
            .. parities.SelectMany(static parity => CopyCode.AskParity(parity.FirstTwo)),
        ];
        (_answers, _odds) = (new byte[_questions.Length], new double[_columns.Count]);
    }

    /// <summary>Figures that could be compared, of the column that has the most.</summary>
    public int Figures => _columns.Max(static column => column.Figures.Count);

    /// <summary>What they say of one copy.</summary>
    public CopyEvidence Weigh(int copy, CopyCode code)
    {
        code.Answer(_questions, _answers);
        var evenly = 0;
        for (var i = 0; i < _areOdd.Length; i++)
        {
            evenly += (AnswerAt(_parityAt + i) & 1) == (_areOdd[i] ? 1UL : 0UL) ? 1 : 0;
        }

        var (best, at) = (default(CopyEvidence), 0);
        for (var i = 0; i < _columns.Count; i++)
        {
            var (column, agreeing) = (_columns[i], 0);
            foreach (var (_, digits) in column.Figures)
            {
                agreeing += MarkedDigits.LastOf(digits.Lead, AnswerAt(at++)) == digits.Last ? 1 : 0;
            }

            var canaries = CanariesOf(column, code);
            _odds[i] = _evenlyOdds[evenly] + column.AgreeingOdds[agreeing] + column.CanaryOdds[canaries];
            best = best is null || _odds[i] > best.LogOdds ? new(copy, _odds[i], column.Figures.Count, agreeing, canaries) : best;
        }

        return _odds.Length == 1 ? best! : best! with { LogOdds = LogMean(_odds) };
    }

    /// <summary>How many of a copy's canaries are in the excerpt, of the column that has the most.</summary>
    public int Canaries(CopyCode code) => _columns.Max(column => CanariesOf(column, code));

    private int CanariesOf(NameColumn column, CopyCode code)
    {
        var found = 0;
        foreach (var name in column.Canaries.Count == 0 ? [] : code.DrawCanaries(_names))
        {
            found += column.Canaries.Contains(name) ? 1 : 0;
        }

        return found;
    }

    private ulong AnswerAt(int question) => CopyCode.Number(_answers.AsSpan(question * CopyCode.BlockBytes, CopyCode.BlockBytes));

    // By first two digits, what most figures of the excerpt with them are: once, however many there are, for a copy answers once.
    private static IEnumerable<(int FirstTwo, bool IsOdd)> Parities(IReadOnlyList<IReadOnlyList<ExcerptCell>> rows) =>
        from cell in rows.SelectMany(static row => row)
        let digits = MarkedDigits.Read(cell.Text)
        where digits is not null
        group digits.Value.Lead by digits.Value.Lead / 10 into leads
        let odd = leads.Count(static lead => (lead & 1) == 1)
        where odd * 2 != leads.Count()
        select (leads.Key, odd * 2 > leads.Count());

    // Of the columns with words, those with about as many different ones as the one with the most: a team or a tier is many rows'.
    private static IEnumerable<string> NameColumns(IReadOnlyList<IReadOnlyList<ExcerptCell>> rows)
    {
        var columns =
            (from cell in rows.SelectMany(static row => row)
             where IsName(cell.Text)
             group cell.Text by cell.Column into words
             let different = words.Distinct(StringComparer.Ordinal).Count()
             orderby different descending, words.Key.Length, words.Key
             select (Column: words.Key, Different: different)).ToList();
        return columns.TakeWhile(column => column.Different * 2 > columns[0].Different).Take(MostNameColumns).Select(static column => column.Column);
    }

    private static bool IsName(string text) => text.Length is > 1 and < 200 && text.Any(char.IsLetter) && MarkedDigits.Read(text) is null;

    /// <returns>By the number of signs that agree of so many, the logarithm of how many times likelier that is than by chance, as a mean over how much may have survived.</returns>
    private static double[] OddsOf(int signs, double chance, double[] survived)
    {
        var odds = new double[signs + 1];
        Span<double> logs = stackalloc double[survived.Length];
        for (var hits = 0; hits <= signs; hits++)
        {
            for (var i = 0; i < survived.Length; i++)
            {
                logs[i] = (hits == 0 ? 0 : hits * Math.Log((survived[i] / chance) + 1 - survived[i])) + ((signs - hits) * Math.Log(1 - survived[i]));
            }

            odds[hits] = LogMean(logs);
        }

        return odds;
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

    // A column of words, as if it were the one with the names.
    private sealed class NameColumn
    {
        public NameColumn(IReadOnlyList<IReadOnlyList<ExcerptCell>> rows, string? column, IReadOnlyDictionary<string, int> canaryNames, int names)
        {
            var seen = new HashSet<(string, int)>();
            foreach (var row in rows)
            {
                // What is told of a group has no name of its own.
                var name = CopyNames.Fold(row.FirstOrDefault(cell => cell.Column == column).Text ?? "");
                if (canaryNames.TryGetValue(name, out var canary))
                {
                    Canaries.Add(canary);
                }

                foreach (var cell in row)
                {
                    // The same digits of the same name are one sign.
                    if (MarkedDigits.Read(cell.Text) is { Last: not 0, Lead: not MarkedDigits.LeastLead } digits && seen.Add((name, digits.Lead)))
                    {
                        Figures.Add((name, digits));
                    }
                }
            }

            AgreeingOdds = OddsOf(Figures.Count, 1.0 / MarkedDigits.Choices, Survived);
            // One draw is among the excerpt's names by chance as often as names are.
            CanaryOdds = OddsOf(CopyCode.Canaries, Math.Clamp((double)Canaries.Count / (names - CopyCode.Canaries), 1.0 / names, 1), Present);
        }

        public List<(string Name, MarkedDigits Digits)> Figures { get; } = [];

        /// <summary>Numbers of the names in this column that a canary can have.</summary>
        public HashSet<int> Canaries { get; } = [];

        public double[] AgreeingOdds { get; }

        public double[] CanaryOdds { get; }
    }
}
