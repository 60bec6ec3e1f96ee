namespace Claudeonomics.Cli.Agents.Codex;

/// <summary>What a conversation's rows say was spent, out of running totals and last calls.</summary>
internal sealed class CodexTotals
{
    // A refresh of the display may repeat not only the last total but one a few rows back.
    private const int Remembered = 8;

    private readonly CodexUsage[] _recent = new CodexUsage[Remembered];
    private int _count;

    /// <returns>Nothing for a total that was there before.</returns>
    public CodexUsage SpentOf(CodexUsage? total, CodexUsage? last)
    {
        if (total is not { } now)
        {
            return last ?? default;
        }

        var before = _count == 0 ? default : _recent[(_count - 1) % Remembered];
        if (_recent.AsSpan(0, Math.Min(_count, Remembered)).Contains(now))
        {
            return default;
        }

        _recent[_count++ % Remembered] = now;
        if (last is { } spent)
        {
            return spent;
        }

        // A total that fell began anew, at what nobody can tell.
        var difference = now - before;
        return difference.HasNegative ? default : difference;
    }

    public void Save(BinaryWriter state)
    {
        var kept = Math.Min(_count, Remembered);
        state.Write(kept);
        for (var i = _count - kept; i < _count; i++)
        {
            _recent[i % Remembered].Save(state);
        }
    }

    public void Restore(BinaryReader state)
    {
        _count = 0;
        for (var kept = state.ReadInt32(); kept > 0; kept--)
        {
            _recent[_count++ % Remembered] = CodexUsage.Restore(state);
        }
    }
}
