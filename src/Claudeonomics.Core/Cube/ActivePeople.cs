using Claudeonomics.Core.Ranking;

namespace Claudeonomics.Core.Cube;

/// <summary>Gathers one day's activity per person, over identities and agents, and judges it.</summary>
internal sealed class ActivePeople(int people)
{
    private readonly ActivityCells[] _sums = new ActivityCells[people];
    private readonly ActivityCells[] _silent = new ActivityCells[people];
    private readonly List<int> _seen = [];
    private readonly bool[] _isSeen = new bool[people];

    public void Clear()
    {
        foreach (var person in _seen)
        {
            _sums[person] = default;
            _silent[person] = default;
            _isSeen[person] = false;
        }

        _seen.Clear();
    }

    /// <param name="agentHasSignals">Whether the agent gives signals at all; only then does their absence say something.</param>
    public void Add(int person, in ActivityCells cells, bool agentHasSignals)
    {
        if (!_isSeen[person])
        {
            _isSeen[person] = true;
            _seen.Add(person);
        }

        (agentHasSignals ? ref _sums[person] : ref _silent[person]).Add(cells);
    }

    public void Mark(ActiveDayRule rule, ulong bit, Span<ulong> bySignals, Span<ulong> byCalls)
    {
        foreach (var person in _seen)
        {
            ref readonly var sums = ref _sums[person];
            ref readonly var silent = ref _silent[person];
            var signals = sums[ActivityCell.HumanSignals];
            var acts = ActiveDayRule.ActsOf(signals, sums[ActivityCell.Prompts], sums[ActivityCell.EditsAccepted]);
            if (rule.IsMetBySignals(signals, acts, sums.HumanSpanMs, sums.ActSpanMs))
            {
                bySignals[person] |= bit;
            }
            else if (rule.IsMetByCalls(
                silent[ActivityCell.ReportedCalls], silent.LastCallMs - silent.FirstCallMs, silent[ActivityCell.ReportedCalls] + sums[ActivityCell.ReportedCalls]))
            {
                byCalls[person] |= bit;
            }
        }
    }
}
