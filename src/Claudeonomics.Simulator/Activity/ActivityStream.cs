using Claudeonomics.Core.Pricing;
using Claudeonomics.Simulator.Chance;
using Claudeonomics.Simulator.People;

namespace Claudeonomics.Simulator.Activity;

/// <summary>Everything a company's agents send, export by export, in the order in which it arrives.</summary>
/// <remarks>
/// <para>
/// A wheel of one-second slots holds, for each running conversation, when its next export is due; exports happen every five
/// seconds and only when there is something to send. Sessions of a day are planned at the person's midnight and wait in a second
/// wheel. So reading costs the same whatever the size of the company, and memory follows the conversations that run at once:
/// about 50,000 in a company of 85,000 people.
/// </para>
/// <para>Not safe for several threads at once. Streams over different people of one company can run side by side.</para>
/// </remarks>
public sealed class ActivityStream : IExportSource
{
    // 36 hours: a day's sessions are planned at its start, a late export is at most a day late, a gap is at most ten hours.
    private const int WheelSlots = 1 << 17;
    private const int Nothing = -1;
    private const int MsPerSecond = 1000;

    // Sessions run into the window from the day before, which began up to this long ago in the easternmost zone.
    private const int LongestLeadSeconds = 30 * 3600;

    // Zones differ by whole half hours.
    private const int MidnightGridSeconds = 1800;
    private static readonly int UnixEpochDay = new DateOnly(1970, 1, 1).DayNumber;

    private readonly Company _company;
    private readonly DayPlanner _planner;
    private readonly ConversationSteps _steps;
    private readonly ActBuffer _acts = new();
    private readonly int[][] _peopleByZone;
    private readonly long _fromUnixMs;
    private readonly long _endSecond;
    private readonly List<PlannedSession> _daySessions = [];

    private readonly int[] _running = new int[WheelSlots];
    private readonly int[] _planned = new int[WheelSlots];
    private readonly Pool<Conversation> _conversations = new();
    private readonly Pool<(PlannedSession Session, int Next)> _sessions = new();
    private long _second;
    private bool _isSlotOpen;

    /// <param name="company">Whose agents.</param>
    /// <param name="from">Nothing that happened before it is reported.</param>
    /// <param name="until">Nothing that happened at or after it is reported; <see langword="null"/> for a stream without an end.</param>
    /// <param name="people">Ordinals of whose agents to play; <see langword="null"/> for everybody's.</param>
    public ActivityStream(Company company, DateTimeOffset from, DateTimeOffset? until, IEnumerable<int>? people = null)
    {
        ArgumentNullException.ThrowIfNull(company);
        _company = company;
        _planner = new(company);
        _steps = new(company, new(PriceBook.Embedded), from.ToUnixTimeMilliseconds(), until?.ToUnixTimeMilliseconds() ?? long.MaxValue);
        _endSecond = until?.ToUnixTimeSeconds() ?? long.MaxValue;
        _peopleByZone =
        [
            .. SimulatedZone.All.Select(zone => (people ?? Enumerable.Range(0, company.People.Count))
                .Where(person => company.People[person].Zone == zone && company.People[person].MonthlyTokens > 0).ToArray()),
        ];
        Array.Fill(_running, Nothing);
        Array.Fill(_planned, Nothing);

        _fromUnixMs = from.ToUnixTimeMilliseconds();
        _second = (from.ToUnixTimeSeconds() - LongestLeadSeconds) / MidnightGridSeconds * MidnightGridSeconds;
    }

    public IReadOnlyList<SimulatedPerson> People => _company.People;

    public IReadOnlyList<SimulatedTeam> Teams => _company.Teams;

    /// <summary>Everything has arrived.</summary>
    public bool IsDone => _second >= _endSecond && _conversations.Count == 0 && _sessions.Count == 0;

    public bool TryRead(out Export export) => TryRead(long.MaxValue, out export);

    /// <summary>The next export that arrives before a moment.</summary>
    /// <param name="beforeUnixMs">In milliseconds since 1970 UTC. What arrives in its second waits until a later call.</param>
    /// <returns><see langword="false"/> when none does.</returns>
    public bool TryRead(long beforeUnixMs, out Export export)
    {
        var beforeSecond = beforeUnixMs / MsPerSecond;
        while (_second < beforeSecond && !IsDone)
        {
            if (!_isSlotOpen)
            {
                OpenSlot();
            }

            ref var head = ref _running[Slot(_second)];
            while (head != Nothing)
            {
                var entry = head;
                head = _conversations[entry].Next;
                if (head != Nothing)
                {
                    _conversations.Prefetch(head);
                }

                if (TryExport(entry, out export))
                {
                    return true;
                }
            }

            _second++;
            _isSlotOpen = false;
        }

        export = default;
        return false;
    }

    private static int Slot(long second) => (int)(second & (WheelSlots - 1));

    private void OpenSlot()
    {
        _isSlotOpen = true;
        if (_second % MidnightGridSeconds == 0 && _second < _endSecond)
        {
            PlanZonesAtMidnight();
        }

        ref var head = ref _planned[Slot(_second)];
        while (head != Nothing)
        {
            var entry = head;
            (var session, head) = _sessions[entry];
            _sessions.Free(entry);
            var conversation = _steps.Open(session, _second * MsPerSecond);
            _steps.PlayUntil(ref conversation, _fromUnixMs - 1, _acts);
            Schedule(_conversations.Add(conversation));
        }
    }

    private void PlanZonesAtMidnight()
    {
        for (var zone = 0; zone < SimulatedZone.All.Length; zone++)
        {
            var local = _second + (long)SimulatedZone.All[zone].UtcOffset.TotalSeconds;
            if (local % 86_400 != 0)
            {
                continue;
            }

            var day = UnixEpochDay + (int)(local / 86_400);
            foreach (var person in _peopleByZone[zone])
            {
                _planner.Plan(_company.People[person], day, _daySessions);
            }

            foreach (var session in _daySessions)
            {
                ref var head = ref _planned[Slot(_second + session.StartSecond)];
                head = _sessions.Add((session, head));
            }

            _daySessions.Clear();
        }
    }

    /// <summary>Plays an entry's due export, puts the entry where it belongs next, and delivers the export unless it is delayed or empty.</summary>
    private bool TryExport(int entry, out Export export)
    {
        ref var conversation = ref _conversations[entry];
        var delivery = conversation.Delivery;
        if (delivery is Delivery.Usual)
        {
            delivery = PlanDelivery(entry);
            conversation = ref _conversations[entry];
        }

        _acts.Clear();
        var isMetrics = conversation.MetricsDueAt == conversation.DueAt;
        if (isMetrics)
        {
            CounterActs.Report(ref conversation, _acts);
        }
        else
        {
            _steps.PlayUntil(ref conversation, conversation.DueAt, _acts);
        }

        var model = AgentModel.Catalogue[conversation.Model];
        export = new()
        {
            PersonOrdinal = conversation.Person,
            Person = _company.People[conversation.Person],
            Agent = model.Agent,
            Signal = isMetrics ? ExportSignal.Metrics : model.Agent is AgentKind.OpenCode ? ExportSignal.Traces : ExportSignal.Logs,
            Conversation = Uuid4.Of(conversation.IdHigh, conversation.IdLow),
            ArrivedAtUnixMs = _second * MsPerSecond,
            IsResend = conversation.Delivery is Delivery.Resend,
            IsAttended = conversation.IsAttended,
            Acts = _acts.Acts,
        };
        var isDelivered = _acts.Acts.Length > 0 && (delivery is not Delivery.Late || conversation.Delivery is Delivery.Late);
        if (conversation.Delivery is Delivery.Usual)
        {
            Schedule(entry);
        }
        else
        {
            _conversations.Free(entry);
        }

        return isDelivered;
    }

    /// <summary>Decides what the way to the server does to an export, and keeps a copy of the conversation for what comes later.</summary>
    private Delivery PlanDelivery(int entry)
    {
        const ulong resendBelow = (ulong)(CompanyParameters.ResendShare * (1L << 32));
        const ulong lateBelow = resendBelow + (ulong)(CompanyParameters.LateShare * (1L << 32));
        ref var conversation = ref _conversations[entry];
        var bits = SplitMix64.Mix(conversation.Random.State ^ SplitMix64.Mix((ulong)conversation.DueAt));
        var fate = bits & uint.MaxValue;
        if (fate >= lateBelow)
        {
            return Delivery.Usual;
        }

        var (least, most) = fate < resendBelow
            ? (CompanyParameters.LogsExportMs, CompanyParameters.LongestResendMs)
            : (CompanyParameters.LeastLateMs, CompanyParameters.MostLateMs);
        var delayMs = least + (long)((bits >> 32) * (ulong)(most - least) >> 32);
        ref var head = ref _running[Slot(_second + 1 + (delayMs / MsPerSecond))];
        var copy = conversation;
        copy.Delivery = fate < resendBelow ? Delivery.Resend : Delivery.Late;
        copy.Next = head;
        head = _conversations.Add(copy);
        return copy.Delivery;
    }

    private void Schedule(int entry)
    {
        ref var conversation = ref _conversations[entry];
        var due = conversation.RequestsLeft > 0 ? NextLogsExport(conversation) : long.MaxValue;
        if (conversation.MetricsDueAt != 0 && conversation.MetricsDueAt <= due)
        {
            due = conversation.MetricsDueAt;
        }

        if (due == long.MaxValue)
        {
            _conversations.Free(entry);
            return;
        }

        conversation.DueAt = due;
        ref var head = ref _running[Slot(Math.Max(_second, (due + MsPerSecond - 1) / MsPerSecond))];
        conversation.Next = head;
        head = entry;
    }

    /// <summary>The first of the conversation's export times at which its next acts have happened.</summary>
    private static long NextLogsExport(in Conversation conversation)
    {
        const int interval = CompanyParameters.LogsExportMs;
        var sincePhase = conversation.NextAt - conversation.ExportPhaseMs;
        return ((sincePhase + interval - 1) / interval * interval) + conversation.ExportPhaseMs;
    }
}
