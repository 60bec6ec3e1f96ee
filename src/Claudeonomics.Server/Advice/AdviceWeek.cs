using System.Runtime.InteropServices;
using Claudeonomics.Core.Advice;
using Claudeonomics.Core.Integrity;

namespace Claudeonomics.Server.Advice;

/// <summary>What habits cost each person in one week, added up as its days are read.</summary>
/// <remarks>In memory: at most a tally for each habit of each person with usage in the week.</remarks>
/// <param name="fromDay">First company day of the week, as <see cref="DateOnly.DayNumber"/>.</param>
public sealed class AdviceWeek(int fromDay)
{
    private readonly Dictionary<(string PersonId, AdviceKind Kind), HabitTally> _tallies = [];

    /// <summary>First company day of the week.</summary>
    public int FromDay => fromDay;

    internal IEnumerable<KeyValuePair<(string PersonId, AdviceKind Kind), HabitTally>> Tallies => _tallies;

    /// <summary>Adds a person's conversations of a day.</summary>
    public void Add(string personId, IEnumerable<ConversationDay> conversations)
    {
        ArgumentNullException.ThrowIfNull(conversations);
        foreach (var conversation in conversations)
        {
            foreach (var cost in conversation.Habits)
            {
                ref var tally = ref CollectionsMarshal.GetValueRefOrAddDefault(_tallies, (personId, cost.Kind), out _);
                (tally ??= new()).Add(cost, conversation);
            }
        }
    }
}

/// <summary>What one habit cost one person in a week.</summary>
internal sealed class HabitTally
{
    private readonly SortedSet<string> _models = new(StringComparer.Ordinal);
    private int _lastDay;

    public long SavedNanoUsd { get; private set; }

    public long Requests { get; private set; }

    public long UnpricedRequests { get; private set; }

    public int Days { get; private set; }

    public IReadOnlyCollection<string> InsteadModels => _models;

    public long MostAtMs { get; private set; }

    public long MostSavedNanoUsd { get; private set; } = -1;

    public void Add(in HabitCost cost, ConversationDay conversation)
    {
        SavedNanoUsd += cost.SavedNanoUsd;
        Requests += cost.Requests;
        UnpricedRequests += cost.UnpricedRequests;
        Days += conversation.Day == _lastDay ? 0 : 1;
        _lastDay = conversation.Day;
        if (cost.InsteadModel.Length > 0)
        {
            _models.Add(cost.InsteadModel);
        }

        if (cost.SavedNanoUsd > MostSavedNanoUsd)
        {
            (MostAtMs, MostSavedNanoUsd) = (conversation.FirstMs, cost.SavedNanoUsd);
        }
    }
}
