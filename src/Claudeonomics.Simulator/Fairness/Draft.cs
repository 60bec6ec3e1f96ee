using Claudeonomics.Simulator.Activity;

namespace Claudeonomics.Simulator.Fairness;

/// <summary>An export that is still being written. Used again after it was sent.</summary>
internal sealed class Draft
{
    public ActBuffer Acts { get; } = new();

    public int Person { get; set; }

    public AgentKind Agent { get; set; }

    public ExportSignal Signal { get; set; }

    public Guid Conversation { get; set; }

    public long ArrivedAtUnixMs { get; set; }

    public bool IsResend { get; set; }

    public bool IsAttended { get; set; }

    public Worth Worth { get; set; }

    /// <summary>Order of writing, so that equal arrivals have one order.</summary>
    public int Number { get; set; }
}

/// <summary>The exports of a day, in order of arrival; what arrives later waits for its day.</summary>
internal sealed class DraftDay
{
    private const int MillisecondsOfTransport = 5_000;
    private readonly Stack<Draft> _free = [];
    private readonly List<Draft> _drafts = [];
    private List<Draft> _later = [];
    private Draft? _handedOut;
    private int _next;
    private int _number;

    /// <summary>All drafts of the day in the order they were begun, for whoever changes them before they are sent.</summary>
    public IReadOnlyList<Draft> Drafts => _drafts;

    public bool HasLater => _later.Count > 0;

    public Draft Begin(int person, AgentKind agent, ExportSignal signal, Guid conversation, bool isAttended, Worth worth)
    {
        var draft = _free.Count > 0 ? _free.Pop() : new Draft();
        draft.Acts.Clear();
        (draft.Person, draft.Agent, draft.Signal, draft.Conversation) = (person, agent, signal, conversation);
        (draft.IsAttended, draft.Worth, draft.IsResend, draft.ArrivedAtUnixMs, draft.Number) = (isAttended, worth, false, 0, _number++);
        _drafts.Add(draft);
        return draft;
    }

    /// <summary>A copy that arrives later; the records are the same.</summary>
    public Draft Copy(Draft draft)
    {
        var copy = Begin(draft.Person, draft.Agent, draft.Signal, draft.Conversation, draft.IsAttended, draft.Worth);
        foreach (ref readonly var act in draft.Acts.Acts)
        {
            copy.Acts.Begin(act.Kind, act.AtUnixMs, act.Origin) = act;
            copy.Acts.Keep();
        }

        copy.ArrivedAtUnixMs = draft.ArrivedAtUnixMs;
        return copy;
    }

    /// <summary>Puts everything that arrives before the moment in order; the rest waits.</summary>
    public void Close(long untilUnixMs)
    {
        foreach (var draft in _drafts)
        {
            if (draft.ArrivedAtUnixMs == 0 && draft.Acts.Acts.Length > 0)
            {
                draft.ArrivedAtUnixMs = LastOf(draft) + MillisecondsOfTransport;
            }
        }

        _later.AddRange(_drafts);
        _drafts.Clear();
        var kept = new List<Draft>();
        foreach (var draft in _later)
        {
            if (draft.Acts.Acts.Length == 0)
            {
                _free.Push(draft);
            }
            else
            {
                (draft.ArrivedAtUnixMs < untilUnixMs ? _drafts : kept).Add(draft);
            }
        }

        _later = kept;
        _drafts.Sort(static (a, b) =>
            a.ArrivedAtUnixMs != b.ArrivedAtUnixMs ? a.ArrivedAtUnixMs.CompareTo(b.ArrivedAtUnixMs) : a.Number.CompareTo(b.Number));
        _next = 0;
    }

    /// <summary>The next one of the closed day. It is written over once the next is asked for.</summary>
    public Draft? Next()
    {
        if (_handedOut is { } sent)
        {
            _free.Push(sent);
            _handedOut = null;
        }

        if (_next == _drafts.Count)
        {
            _drafts.Clear();
            _next = 0;
            return null;
        }

        return _handedOut = _drafts[_next++];
    }

    private static long LastOf(Draft draft)
    {
        var last = 0L;
        foreach (ref readonly var act in draft.Acts.Acts)
        {
            last = Math.Max(last, act.AtUnixMs);
        }

        return last;
    }
}
