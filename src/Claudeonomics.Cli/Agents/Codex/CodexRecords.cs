namespace Claudeonomics.Cli.Agents.Codex;

/// <summary>Records of single responses, which mostly describe what a count beside them describes too.</summary>
/// <remarks>
/// Versions from 0.169 on write one for every response, before or after its count: it then gives the count its response id. One that no count
/// covers is a call of its own: the answer of a compaction. Earlier versions wrote records that repeat counts under other numbers, so there
/// only those count that a <c>compacted</c> row names.
/// </remarks>
internal sealed class CodexRecords
{
    // Both of a pair stand within a turn. A record past this many others that wait is a call of its own.
    private const int MostOpen = 4096;

    // Counts of the last turn whose records may yet be written, and compactions of it.
    private const int MostSaved = 64;

    private readonly List<CodexRecord> _records = [];
    private readonly List<CodexRow> _rows = [];
    private readonly HashSet<string> _compactions = new(StringComparer.Ordinal);
    private bool _isForEveryResponse;

    /// <summary>Nothing waits for what might follow.</summary>
    public bool IsSettled => _records.Count == 0;

    /// <summary>Takes a count.</summary>
    /// <returns>The id of its response where a record told it; else empty.</returns>
    public string AddRow(in CodexRow row)
    {
        var spent = row.Spent;
        var index = _records.FindIndex(record => record.Usage.IsLike(spent));
        if (index < 0)
        {
            Keep(_rows, row);
            return "";
        }

        var id = _records[index].ResponseId;
        _records.RemoveAt(index);
        _isForEveryResponse = true;
        return id;
    }

    /// <summary>Takes a record.</summary>
    /// <returns>The count before it that it describes, or null: then it waits.</returns>
    public CodexRow? AddRecord(in CodexRecord record)
    {
        var usage = record.Usage;
        var index = _rows.FindLastIndex(row => row.Spent.IsLike(usage));
        if (index < 0)
        {
            if (_records.Count < MostOpen)
            {
                _records.Add(record);
            }

            return null;
        }

        var row = _rows[index];
        _rows.RemoveAt(index);
        _isForEveryResponse = true;
        return row;
    }

    public void AddCompaction(string responseId) => _compactions.Add(responseId);

    /// <summary>The records that are calls of their own, if nothing follows.</summary>
    public IEnumerable<CodexRecord> Uncovered() =>
        _records.Where(record => _isForEveryResponse || _compactions.Contains(record.ResponseId));

    public void SetVersion(ReadOnlySpan<byte> version) => _isForEveryResponse |= IsAtLeast169(version);

    public void Save(BinaryWriter state)
    {
        state.Write(_isForEveryResponse);
        state.Write(Math.Min(_rows.Count, MostSaved));
        foreach (var row in _rows.Skip(_rows.Count - MostSaved))
        {
            row.Save(state);
        }

        state.Write(Math.Min(_compactions.Count, MostSaved));
        foreach (var id in _compactions.Take(MostSaved))
        {
            state.Write(id);
        }
    }

    public void Restore(BinaryReader state)
    {
        _isForEveryResponse = state.ReadBoolean();
        for (var count = state.ReadInt32(); count > 0; count--)
        {
            _rows.Add(CodexRow.Restore(state));
        }

        for (var count = state.ReadInt32(); count > 0; count--)
        {
            _compactions.Add(state.ReadString());
        }
    }

    private static void Keep(List<CodexRow> rows, in CodexRow row)
    {
        if (rows.Count == MostOpen)
        {
            rows.RemoveRange(0, MostOpen / 2);
        }

        rows.Add(row);
    }

    // 0.169.0
    private static bool IsAtLeast169(ReadOnlySpan<byte> version) =>
        System.Buffers.Text.Utf8Parser.TryParse(version, out int major, out var used) && version.Length > used + 1
        && System.Buffers.Text.Utf8Parser.TryParse(version[(used + 1)..], out int minor, out _)
        && (major > 0 || minor >= 169);
}

/// <summary>What one response used, by its own record.</summary>
internal readonly record struct CodexRecord(string ResponseId, CodexUsage Usage, CodexRow Row);
