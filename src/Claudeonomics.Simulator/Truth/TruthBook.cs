using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Facts;

namespace Claudeonomics.Simulator.Truth;

/// <summary>What a cell of the truth is about.</summary>
/// <param name="Person">Ordinal.</param>
/// <param name="Day">Company day.</param>
public readonly record struct TruthKey(int Person, DateOnly Day, CallOrigin Origin, Guid Conversation);

/// <summary>What really happened: each call once, with the lifetime of its cache writes.</summary>
/// <param name="Requests">Calls.</param>
/// <param name="Tokens">Of the calls.</param>
/// <param name="Signals">Prompts and decisions about tools that were reported.</param>
public readonly record struct TruthSums(long Requests, TokenUsage Tokens, long Signals)
{
    public static TruthSums operator +(in TruthSums left, in TruthSums right) =>
        new(left.Requests + right.Requests, left.Tokens + right.Tokens, left.Signals + right.Signals);

    public static TruthSums Add(TruthSums left, TruthSums right) => left + right;
}

/// <summary>Keeps the truth about a stream beside it, so that a board can be compared with it.</summary>
/// <param name="people">How many there are.</param>
/// <param name="calendar">Where company days begin; <see langword="null"/> for sums per person only, all that fits for a company of 85,000.</param>
public sealed class TruthBook(int people, CompanyCalendar? calendar)
{
    private readonly TruthSums[] _people = new TruthSums[people];
    private readonly Dictionary<TruthKey, TruthSums> _cells = [];

    /// <summary>Sums by ordinal of the person.</summary>
    public IReadOnlyList<TruthSums> People => _people;

    /// <summary>Sums by person, day, model and conversation; empty without a calendar.</summary>
    public IReadOnlyDictionary<TruthKey, TruthSums> Cells => _cells;

    public TruthSums Total => _people.Aggregate(default(TruthSums), (sum, person) => sum + person);

    /// <summary>Adds an export, unless it was delivered before.</summary>
    public void Add(in Export export)
    {
        if (export.IsResend)
        {
            return;
        }

        var person = export.PersonOrdinal;
        ref var sums = ref _people[person];
        foreach (ref readonly var act in export.Acts)
        {
            if (act.Kind is ActKind.Call)
            {
                TruthSums call = new(1, act.Truth, 0);
                sums += call;
                if (calendar is not null)
                {
                    TruthKey key = new(person, calendar.DayOf(act.AtUnixMs), act.Origin, export.Conversation);
                    _cells[key] = _cells.GetValueOrDefault(key) + call;
                }
            }
            else if (FactWriter.IsSignal(act, export))
            {
                sums += new TruthSums(0, default, 1);
            }
        }
    }
}
