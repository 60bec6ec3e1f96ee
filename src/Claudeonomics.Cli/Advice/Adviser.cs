using System.Runtime.InteropServices;
using System.Text;
using Claudeonomics.Cli.Counting;
using Claudeonomics.Core.Advice;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Cli.Advice;

/// <summary>Looks for habits that cost money, and says what they cost.</summary>
/// <remarks>Each is reckoned by itself, from the calls as they were: the savings are not to be added up.</remarks>
internal sealed class Adviser(NameTables names, CostCalculator prices, CompanyCalendar calendar)
{
    public const int MostExamples = 3;

    /// <param name="spentNanoUsd">What the calls that are asked for cost.</param>
    /// <returns>The largest saving first; empty when nothing would save anything worth a word.</returns>
    public IReadOnlyList<AdviceItem> Advise(IEnumerable<CallThread> threads, long spentNanoUsd)
    {
        var tallies = Habits.All.Select(static _ => new Tally()).ToArray();
        foreach (var thread in threads)
        {
            for (var habit = 0; habit < tallies.Length; habit++)
            {
                foreach (var instead in Habits.All[habit].Find(thread.Thread))
                {
                    Count(tallies[habit], thread, instead);
                }
            }
        }

        return
        [
            .. Habits.All.Zip(tallies).Where(found => found.Second.SavedNanoUsd > spentNanoUsd / Habits.LeastShare)
                .Select(found => ItemOf(found.First.Kind, found.Second)).OrderByDescending(static item => item.SavedNanoUsd),
        ];
    }

    private void Count(Tally tally, CallThread thread, in Alternative instead)
    {
        var place = thread.Places[instead.Call];
        if (!place.IsAsked)
        {
            return;
        }

        if (Habits.Saving(prices, thread.Thread, instead) is not { } saved)
        {
            tally.Unpriced++;
        }
        else if (saved > 0)
        {
            tally.Add(saved, thread.Conversation, place.Project, calendar.DayOf(thread.Thread.Calls.Span[instead.Call].AtUnixMs));
            if (instead.Origin.Model != thread.Thread.Origin.Model)
            {
                tally.Models.Add(instead.Origin.Model);
            }
        }
    }

    private AdviceItem ItemOf(AdviceKind kind, Tally tally) => new(
        kind, tally.SavedNanoUsd, tally.Parts.Values.Sum(static part => part.Requests), tally.Parts.Keys.Select(static part => part.Conversation).Distinct().Count(),
        tally.Parts.Keys.Min(static part => part.Day), tally.Parts.Keys.Max(static part => part.Day), tally.Unpriced, [.. tally.Models],
        [
            .. tally.Parts.OrderByDescending(static part => part.Value.SavedNanoUsd).ThenBy(static part => part.Key.Day).ThenBy(static part => part.Key.Conversation)
                .Take(MostExamples).Select(part => new AdviceExample(
                    Text(names.Conversations[part.Key.Conversation]), Text(names.Projects[part.Key.Project]),
                    part.Key.Day, part.Value.Requests, part.Value.SavedNanoUsd)),
        ]);

    private static string Text(ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(name);

    private sealed class Tally
    {
        public Dictionary<(int Conversation, int Project, DateOnly Day), (long Requests, long SavedNanoUsd)> Parts { get; } = [];

        public SortedSet<string> Models { get; } = new(StringComparer.Ordinal);

        public long SavedNanoUsd { get; private set; }

        public long Unpriced { get; set; }

        public void Add(long savedNanoUsd, int conversation, int project, DateOnly day)
        {
            SavedNanoUsd += savedNanoUsd;
            ref var part = ref CollectionsMarshal.GetValueRefOrAddDefault(Parts, (conversation, project, day), out _);
            part = (part.Requests + 1, part.SavedNanoUsd + savedNanoUsd);
        }
    }
}
