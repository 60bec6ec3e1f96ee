using System.Runtime.InteropServices;
using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Matching;
using Claudeonomics.Core.Time;

namespace Claudeonomics.Core.Fold;

/// <summary>What changed in the sums since the last checkpoint, first as folded, then as published. Every part adds to what earlier
/// checkpoints wrote.</summary>
/// <remarks>
/// <para>Written by the fold's thread. What is published changes only while the cube is written, so that a reader who has the cube open
/// sees it whole.</para>
/// <para>Bound: a row per conversation, hour and dimension between two checkpoints, which are at most so many facts apart as the
/// ledger's options say.</para>
/// </remarks>
public sealed class RollupDelta
{
    // A conversation that many identities tell of has many rows. After these a row of the same key is begun anew, which costs room
    // until the next checkpoint and changes no sum.
    private const int MostRowsSearched = 16;

    private readonly CompanyCalendar _calendar;
    private readonly RowStore<ConversationRow> _rows = new();
    private readonly RowStore<ActivityRow> _activity = new();
    private readonly Dictionary<ActivityKey, int> _activityRows = [];
    private readonly Dictionary<int, int> _newestOfIdentity = [];
    private readonly SortedSet<int> _days = [];
    private readonly Dictionary<ThreadKey, int> _threads = [];
    private readonly List<int> _pendingRows = [];
    private readonly List<int> _pendingActivity = [];
    private readonly List<SupervisionState> _pendingSupervision = [];
    private readonly List<CreditedTime> _changes = [];
    private List<CreditedTime> _spare = [];

    internal RollupDelta(CompanyCalendar calendar) => _calendar = calendar;

    /// <summary>Rows of conversations; some may not be published. Several may have the same key.</summary>
    public int Rows => _rows.Count;

    /// <summary>Rows of acts; some may not be published.</summary>
    public int ActivityRows => _activity.Count;

    /// <summary>Supervised milliseconds, as far as published; less than 0 or 0 where time was taken back.</summary>
    public IReadOnlyDictionary<ThreadKey, int> Threads => _threads;

    /// <summary>Company days that have published rows of conversations, as <see cref="DateOnly.DayNumber"/>.</summary>
    public IReadOnlyCollection<int> Days => _days;

    internal bool IsPending => _pendingRows.Count + _pendingActivity.Count + _pendingSupervision.Count > 0;

    public ref readonly ConversationRow Row(int number) => ref _rows[number];

    public ref readonly ActivityRow Activity(int number) => ref _activity[number];

    /// <summary>The published rows of an identity, newest first, while the cube is open.</summary>
    public IEnumerable<int> RowsOf(int identity)
    {
        for (var row = _newestOfIdentity.GetValueOrDefault(identity, -1); row >= 0; row = _rows[row].OlderOfIdentity)
        {
            yield return row;
        }
    }

    /// <summary>Where a conversation's sums are added up until they are published.</summary>
    internal ref ConversationSums SumsOf(ConversationState state, int identity, int day, int hour, ushort dimension)
    {
        var number = state.NewestRow;
        for (var searched = 0; number >= 0 && searched < MostRowsSearched; searched++)
        {
            ref var row = ref _rows[number];
            if (row.Key.Hour == hour && row.Key.Dimension == dimension && row.Key.Identity == identity && row.Key.Day == day)
            {
                return ref Pend(ref row, number);
            }

            number = row.OlderOfConversation;
        }

        number = _rows.Add();
        ref var added = ref _rows[number];
        added = new() { Key = new(day, identity, state.Id, dimension, hour), OlderOfConversation = state.NewestRow };
        state.NewestRow = number;
        return ref Pend(ref added, number);
    }

    /// <summary>Where acts are added up until they are published.</summary>
    internal ref ActivityChange ActivityOf(ConversationState state, int identity, int day, string agent, AgentNumbers agents)
    {
        if (state.LastActivity >= 0)
        {
            ref var last = ref _activity[state.LastActivity];
            if (ReferenceEquals(last.Agent, agent) && last.Key.Identity == identity && last.Key.Day == day)
            {
                return ref Pend(ref last, state.LastActivity);
            }
        }

        var key = new ActivityKey(day, identity, agents.NumberOf(agent));
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_activityRows, key, out var isKnown);
        if (!isKnown)
        {
            number = _activity.Add();
            _activity[number] = new() { Key = key, Agent = agent };
        }

        state.LastActivity = number;
        return ref Pend(ref _activity[number], number);
    }

    /// <summary>Notes that supervised time may have changed.</summary>
    internal void Pend(SupervisionState supervision) => _pendingSupervision.Add(supervision);

    /// <summary>Hands everything that is pending to the cube.</summary>
    /// <param name="firstDay">Days before it are closed: what would change in them is dropped.</param>
    internal void Publish(CubeWriter cube, int firstDay)
    {
        foreach (var number in _pendingRows)
        {
            Publish(ref _rows[number], number, cube, firstDay);
        }

        foreach (var number in _pendingActivity)
        {
            Publish(ref _activity[number], cube, firstDay);
        }

        foreach (var supervision in _pendingSupervision)
        {
            Publish(supervision, cube, firstDay);
        }

        _pendingRows.Clear();
        _pendingActivity.Clear();
        _pendingSupervision.Clear();
    }

    /// <summary>A checkpoint has kept everything.</summary>
    internal void Clear()
    {
        _rows.Clear();
        _activity.Clear();
        _activityRows.Clear();
        _newestOfIdentity.Clear();
        _days.Clear();
        _threads.Clear();
    }

    private ref ConversationSums Pend(ref ConversationRow row, int number)
    {
        if (!row.IsPending)
        {
            row.IsPending = true;
            _pendingRows.Add(number);
        }

        return ref row.Pending;
    }

    private ref ActivityChange Pend(ref ActivityRow row, int number)
    {
        if (!row.IsPending)
        {
            row.IsPending = true;
            _pendingActivity.Add(number);
        }

        return ref row.Pending;
    }

    private void Publish(ref ConversationRow row, int number, CubeWriter cube, int firstDay)
    {
        if (row.Key.Day >= firstDay)
        {
            cube.Add(DateOnly.FromDayNumber(row.Key.Day), row.Key.Identity, row.Key.Dimension, row.Pending.Cells);
            if (!row.IsPublished)
            {
                ref var newest = ref CollectionsMarshal.GetValueRefOrAddDefault(_newestOfIdentity, row.Key.Identity, out var hasOlder);
                row.OlderOfIdentity = hasOlder ? newest : -1;
                newest = number;
                _days.Add(row.Key.Day);
            }

            row.Publish();
        }

        row.ForgetPending();
    }

    private static void Publish(ref ActivityRow row, CubeWriter cube, int firstDay)
    {
        if (row.Key.Day >= firstDay)
        {
            cube.Add(DateOnly.FromDayNumber(row.Key.Day), row.Key.Identity, row.Key.Agent, row.Pending);
            row.Publish();
        }

        row.ForgetPending();
    }

    private void Publish(SupervisionState supervision, CubeWriter cube, int firstDay)
    {
        supervision.Publish(_calendar, ref _spare, _changes);
        foreach (var stretch in _changes)
        {
            if (stretch.Day >= firstDay)
            {
                cube.AddSupervised(supervision.Identity, supervision.Conversation, stretch);
                CollectionsMarshal.GetValueRefOrAddDefault(
                    _threads, new(stretch.Day, supervision.Identity, supervision.Conversation, stretch.StartMs), out _) += stretch.Ms;
            }
        }
    }
}
