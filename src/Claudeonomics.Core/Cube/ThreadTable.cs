using System.Runtime.InteropServices;
using Claudeonomics.Core.Matching;
using Claudeonomics.Core.People;

namespace Claudeonomics.Core.Cube;

/// <summary>One conversation of one identity.</summary>
internal readonly record struct ConversationKey(int Identity, ulong Conversation);

/// <summary>Supervised stretches of conversations on one company day; only conversations that have some.</summary>
internal sealed class ThreadTable
{
    private const int None = -1;

    private readonly Dictionary<ConversationKey, int> _newest = [];
    private readonly List<Stretch> _stretches = [];

    /// <summary>The number of each conversation's newest stretch.</summary>
    public Dictionary<ConversationKey, int> Conversations => _newest;

    /// <param name="stretch">To add: its time is added to that of the stretch with the same beginning; negative takes back.</param>
    public void Add(ConversationKey key, CreditedTime stretch)
    {
        ref var newest = ref CollectionsMarshal.GetValueRefOrAddDefault(_newest, key, out var isKnown);
        var older = isKnown ? newest : None;
        var all = CollectionsMarshal.AsSpan(_stretches);
        for (var at = older; at != None; at = all[at].Older)
        {
            if (all[at].StartMs == stretch.StartMs)
            {
                all[at].Ms += stretch.Ms;
                return;
            }
        }

        newest = _stretches.Count;
        _stretches.Add(new() { StartMs = stretch.StartMs, Ms = stretch.Ms, Older = older });
    }

    /// <summary>The stretches of a conversation, newest first.</summary>
    /// <param name="newest">Its number.</param>
    public IEnumerable<(long StartMs, int Ms)> StretchesOf(int newest)
    {
        for (var at = newest; at != None; at = _stretches[at].Older)
        {
            yield return (_stretches[at].StartMs, _stretches[at].Ms);
        }
    }

    /// <summary>What counts of a conversation: the time that is not quiet, up to the day's most.</summary>
    /// <param name="newest">The number of its newest stretch.</param>
    /// <param name="quiet">Those of whoever it belongs to.</param>
    /// <returns>Whole seconds.</returns>
    public int SecondsOf(int newest, QuietHours? quiet)
    {
        var ms = 0L;
        var all = CollectionsMarshal.AsSpan(_stretches);
        for (var at = newest; at != None; at = all[at].Older)
        {
            ref readonly var stretch = ref all[at];
            ms += stretch.Ms;
            if (quiet is not null && stretch.StartMs != CreditedTime.UnknownStart)
            {
                ms -= quiet.Within(stretch.StartMs, stretch.StartMs + stretch.Ms);
            }
        }

        return (int)(Math.Clamp(ms, 0, Supervision.MaxPerDayMs) / 1000);
    }

    // Most conversations have one, few have several.
    private struct Stretch
    {
        public long StartMs;
        public int Ms;
        public int Older;
    }
}
