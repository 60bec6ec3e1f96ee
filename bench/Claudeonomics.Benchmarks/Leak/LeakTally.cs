using System.Globalization;
using Claudeonomics.Benchmarks.Fairness;

namespace Claudeonomics.Benchmarks.Leak;

/// <summary>How a crop was read.</summary>
internal enum LeakOutcome
{
    Nobody = 0,
    Right = 1,
    Wrong = 2,
}

/// <summary>Outcomes of crops of one kind, in total and by what they are crops of.</summary>
internal sealed class LeakTally(string name)
{
    private const int MostMisses = 40;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, (int Named, int Of)> _groups = new(StringComparer.Ordinal);
    private readonly List<string> _misses = [];
    private int _named;
    private int _wrong;

    public int Crops { get; private set; }

    public int Wrong => _wrong;

    public Share Named => new(_named, Crops);

    public void Add(LeakView view, LeakPiece piece, LeakOutcome outcome)
    {
        lock (_lock)
        {
            Crops++;
            _named += outcome is LeakOutcome.Right ? 1 : 0;
            _wrong += outcome is LeakOutcome.Wrong ? 1 : 0;
            if (outcome is not LeakOutcome.Right && _misses.Count < MostMisses)
            {
                _misses.Add(string.Create(CultureInfo.InvariantCulture, $"{outcome}: {view.Page} {(view.IsDark ? "dark" : "light")} {view.Window} scrolled {view.Scroll:0.00}: {piece}"));
            }

            foreach (var group in (string[])
                [
                    "page " + KindOf(view.Page), view.IsDark ? "scheme dark" : "scheme light", "window " + view.Window, piece.IsJpeg ? "saved JPEG" : "saved PNG",
                    piece.Scale < 0.7 ? "scale 50-70%" : piece.Scale < 1.4 ? "scale 70-140%" : "scale 140-200%",
                ])
            {
                var (named, of) = _groups.GetValueOrDefault(group);
                _groups[group] = (named + (outcome is LeakOutcome.Right ? 1 : 0), of + 1);
            }
        }
    }

    public void Print(TextWriter output)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {Named} named, {_wrong} wrongly"));
        if (_named == 0)
        {
            return;
        }

        foreach (var (group, (named, of)) in _groups)
        {
            output.WriteLine($"  {group,-24} {new Share(named, of)}");
        }

        foreach (var miss in _misses)
        {
            output.WriteLine("  " + miss);
        }
    }

    private static string KindOf(string page) => page.Split('/', '?') switch
    {
        [_, "boards", var board, ..] => "board " + board,
        [_, "", ..] => "board tokens",
        [_, var kind, ..] => kind,
        _ => page,
    };
}
