using System.Buffers.Text;
using System.Text;

namespace Claudeonomics.Cli.Agents.Codex;

/// <summary>Tells a fork's own rows from those of its parent that it repeats.</summary>
/// <remarks>
/// A fork (or sub-agent) may repeat its parent's rows with their times, repeat them with the time of the fork, or begin from zero without
/// repeating any. Where the parent's file is there, leading rows are compared with it by value. Where it is not, the first turn with an id as
/// young as the fork's own begins its own work, and rows wait until it is met; without such a mark they count.
/// </remarks>
internal sealed class CodexReplay
{
    private enum Phase : byte
    {
        Own,
        Matching,
        Undetermined,
    }

    private Phase _phase;
    private long? _startedAtUnixMs;
    private long? _bornAtUnixMs;
    private IReadOnlyList<CodexRow> _parent = [];
    private int _matched;

    /// <summary>Rows wait: what follows tells whether they are the fork's own.</summary>
    public bool IsUndetermined => _phase is Phase.Undetermined;

    /// <summary>Reading can go on later with nothing kept but when the conversation started.</summary>
    public bool IsSettled => _phase is Phase.Own;

    public long? StartedAtUnixMs => _startedAtUnixMs;

    /// <summary>Takes the first line of a file, which says whose it is.</summary>
    public void Begin(long? startedAtUnixMs, ReadOnlySpan<byte> id, ReadOnlySpan<byte> parentId, CodexRollouts rollouts)
    {
        _startedAtUnixMs = startedAtUnixMs;
        _bornAtUnixMs = TimeOf(id) ?? startedAtUnixMs;
        if (parentId.IsEmpty || parentId.SequenceEqual(id))
        {
            return;
        }

        if (rollouts.RowsOf(Encoding.UTF8.GetString(parentId)) is { } rows)
        {
            _phase = Phase.Matching;
            _parent = [.. rows.Where(row => row.AtUnixMs is not { } at || startedAtUnixMs is not { } fork || at <= fork)];
        }
        else
        {
            _phase = Phase.Undetermined;
        }
    }

    /// <summary>Goes on with a conversation that repeats nothing more.</summary>
    public void Resume(long? startedAtUnixMs) => _startedAtUnixMs = startedAtUnixMs;

    /// <summary>Takes the id of a turn that begins.</summary>
    /// <returns>Whether the fork's own work begins here, so that what waits was its parent's.</returns>
    public bool BeginTurn(ReadOnlySpan<byte> turnId) =>
        _phase is Phase.Undetermined && TimeOf(turnId) is { } turn && turn >= _bornAtUnixMs && Settle();

    /// <summary>Takes a message of the parent that starts the fork's work.</summary>
    /// <returns>As <see cref="BeginTurn"/>.</returns>
    public bool BeginTask() => _phase is Phase.Undetermined && Settle();

    /// <summary>Whether a row is the parent's.</summary>
    public bool IsCopy(in CodexRow row)
    {
        if (row.AtUnixMs < _startedAtUnixMs)
        {
            return true;
        }

        if (_phase is not Phase.Matching)
        {
            return false;
        }

        for (var next = _matched; next < _parent.Count; next++)
        {
            if (_parent[next].Spent == row.Spent && _parent[next].Total == row.Total)
            {
                _matched = next + 1;
                return true;
            }
        }

        Settle();
        return false;
    }

    private bool Settle()
    {
        _phase = Phase.Own;
        _parent = [];
        return true;
    }

    // 0199b000-0000-7000-8000-000000000001: the first 48 bits of a version 7 id are milliseconds since 1970.
    private static long? TimeOf(ReadOnlySpan<byte> id) =>
        id.Length == 36 && id[14] == '7' && id[8] == '-'
        && Utf8Parser.TryParse(id[..8], out uint high, out var used, 'x') && used == 8
        && Utf8Parser.TryParse(id[9..13], out ushort low, out used, 'x') && used == 4
            ? ((long)high << 16) | low
            : null;
}
