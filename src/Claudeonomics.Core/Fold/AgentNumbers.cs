using Claudeonomics.Core.Cube;

namespace Claudeonomics.Core.Fold;

/// <summary>Finds the numbers of agents in the <see cref="AgentTable"/> without hashing a name for each fact.</summary>
/// <remarks>Names come interned, so that identity is as good as equality; where it is not, the table still gives the same number.</remarks>
internal sealed class AgentNumbers(AgentTable agents)
{
    private const int Remembered = 16;

    private readonly string?[] _names = new string?[Remembered];
    private readonly ushort[] _numbers = new ushort[Remembered];
    private readonly HashSet<ushort> _withSignals = [];
    private int _next;

    public ushort NumberOf(string agent)
    {
        for (var i = 0; i < Remembered; i++)
        {
            if (ReferenceEquals(_names[i], agent))
            {
                return _numbers[i];
            }
        }

        var number = agents.NumberOf(agent);
        (_names[_next], _numbers[_next]) = (agent, number);
        _next = (_next + 1) % Remembered;
        return number;
    }

    /// <summary>An agent gave a signal.</summary>
    public void SawSignal(string agent)
    {
        var number = NumberOf(agent);
        if (_withSignals.Add(number))
        {
            agents.SawSignal(number);
        }
    }
}
