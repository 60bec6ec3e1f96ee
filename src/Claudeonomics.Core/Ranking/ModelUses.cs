using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Ranking;

/// <summary>Calls, tokens and dollars of some people by canonical model.</summary>
internal static class ModelUses
{
    // So many sums are held at once; more people are done in turns.
    private const int MostPeople = 20_000;

    public static IEnumerable<(int Person, IReadOnlyList<ModelUse> Uses)> Of(List<int> people, DayRange days, IBoardData data)
    {
        foreach (var turn in people.Chunk(MostPeople))
        {
            var uses = new Dictionary<string, ModelUse>[turn.Length];
            for (var row = 0; row < uses.Length; row++)
            {
                uses[row] = new(StringComparer.Ordinal);
            }

            var scope = new BoardScope(data.Roster.People.Count, turn.Length,
                [.. turn.Select((person, row) => (Person: person, Row: row)).OrderBy(static span => span.Person)
                    .Select(static span => new ScopeSpan(span.Person, span.Row, DateOnly.MinValue, DateOnly.MaxValue))]);
            Add(BoardMeasure.Requests, static (use, value) => use with { Calls = use.Calls + value });
            Add(BoardMeasure.TotalTokens, static (use, value) => use with { Tokens = Capped.Add(use.Tokens, value) });
            Add(BoardMeasure.ListCostNanoUsd, static (use, value) => use with { NanoUsd = Capped.Add(use.NanoUsd, value) });
            for (var row = 0; row < uses.Length; row++)
            {
                yield return (turn[row], [.. uses[row].Values.OrderBy(static use => use.Model, StringComparer.Ordinal)]);
            }

            void Add(BoardMeasure measure, Func<ModelUse, long, ModelUse> add) =>
                data.SumByModel(measure, days, UsageFilter.All, scope, (row, sums) =>
                {
                    foreach (var sum in sums)
                    {
                        var model = data.Models[sum.Model].Model;
                        uses[row][model] = add(uses[row].GetValueOrDefault(model, new(model, 0, 0, 0)), sum.Value);
                    }
                });
        }
    }
}
