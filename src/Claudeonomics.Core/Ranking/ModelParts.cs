using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Ranking;

/// <summary>Which models somebody's prompts went to.</summary>
/// <remarks>
/// Signals do not say which model answered a prompt. So the prompts of a person and company day are shared out among the models
/// by that day's calls: 9 prompts on a day with 20 calls to one model and 10 to another count 6 and 3. Prompts of a day without calls
/// belong to no model.
/// </remarks>
internal static class ModelParts
{
    // So many sums are held at once; more people are done in turns.
    private const int MaxSums = 1_000_000;

    public static IEnumerable<(int Person, IReadOnlyList<ModelPart> Models)> Of(List<int> people, DayRange days, IBoardData data)
    {
        var models = data.Models.Count;
        foreach (var turn in people.Chunk(Math.Max(1, MaxSums / Math.Max(1, models))))
        {
            var calls = new long[turn.Length * models];
            var prompts = new double[turn.Length * models];
            Read(turn, days, data, calls, prompts);
            for (var row = 0; row < turn.Length; row++)
            {
                yield return (turn[row], ByModel(data.Models, calls.AsSpan(row * models, models), prompts.AsSpan(row * models, models)));
            }
        }
    }

    private static void Read(int[] people, DayRange days, IBoardData data, long[] calls, double[] prompts)
    {
        var scope = new BoardScope(data.Roster.People.Count, people.Length,
            [.. people.Select((person, row) => new ScopeSpan(person, row, DateOnly.MinValue, DateOnly.MaxValue))]);
        var promptsOfDay = new long[data.Roster.People.Count];
        for (var day = days.Start; day < days.End; day = day.AddDays(1))
        {
            var one = new DayRange(day, day.AddDays(1));
            promptsOfDay.AsSpan().Clear();
            data.HumanPrompts(one, promptsOfDay);
            data.SumByModel(BoardMeasure.Requests, one, UsageFilter.All, scope, (row, sums) =>
            {
                var total = 0L;
                foreach (var sum in sums)
                {
                    total += sum.Value;
                }

                foreach (var sum in sums)
                {
                    var at = (row * data.Models.Count) + sum.Model;
                    calls[at] += sum.Value;
                    prompts[at] += (double)promptsOfDay[people[row]] * sum.Value / total;
                }
            });
        }
    }

    private static List<ModelPart> ByModel(IReadOnlyList<BoardModel> models, ReadOnlySpan<long> calls, ReadOnlySpan<double> prompts)
    {
        var parts = new Dictionary<string, (ModelPart Part, long MostCalls)>(StringComparer.Ordinal);
        for (var i = 0; i < calls.Length; i++)
        {
            if (calls[i] == 0)
            {
                continue;
            }

            var (part, most) = parts.TryGetValue(models[i].Model, out var known)
                ? known
                : (new(models[i].Model, models[i].Provider, 0, 0), 0);
            var leads = calls[i] > most
                || (calls[i] == most && string.CompareOrdinal(models[i].Provider, part.Provider) < 0);
            parts[models[i].Model] = (
                part with
                {
                    Provider = leads ? models[i].Provider : part.Provider,
                    Calls = part.Calls + calls[i],
                    Prompts = part.Prompts + prompts[i],
                },
                Math.Max(most, calls[i]));
        }

        return [.. parts.Values.Select(p => p.Part).OrderBy(p => p.Model, StringComparer.Ordinal)];
    }
}
