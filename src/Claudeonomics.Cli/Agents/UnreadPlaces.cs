namespace Claudeonomics.Cli.Agents;

/// <summary>What could not be read of one document, or not as it stands there, each with the line on which its record begins.</summary>
public sealed class UnreadPlaces(ReadOnlyMemory<byte> document, Action<int, UnreadReason> unread)
{
    private ReadOnlyMemory<byte> _text = document;

    // Lines are counted from the record before: records mostly come in the order in which they stand.
    private int _counted;
    private int _line = 1;

    /// <summary>Says whose lines are counted from now on, where that is not the document as it lies on the disk.</summary>
    public void Unpacked(ReadOnlyMemory<byte> text) => (_text, _counted, _line) = (text, 0, 1);

    /// <summary>Lists something about the whole file.</summary>
    /// <param name="reason">What could not be read, or null.</param>
    public void Whole(UnreadReason? reason) => OnLine(0, reason);

    /// <summary>Lists a record.</summary>
    /// <param name="record">A piece of the document, where it lies in it.</param>
    /// <param name="reason">What could not be read of it, or null.</param>
    public void At(ReadOnlySpan<byte> record, UnreadReason? reason)
    {
        if (reason is not null)
        {
            OnLine(LineOf(record), reason);
        }
    }

    /// <summary>Lists a record by what <see cref="LineOf"/> said of it.</summary>
    public void OnLine(int line, UnreadReason? reason)
    {
        if (reason is { } known)
        {
            unread(line, known);
        }
    }

    /// <summary>The line on which a piece of the document begins, counted from 1; 0 for what is no piece of it.</summary>
    public int LineOf(ReadOnlySpan<byte> record)
    {
        if (!_text.Span.Overlaps(record, out var at) || at < 0)
        {
            return 0;
        }

        if (at < _counted)
        {
            (_counted, _line) = (0, 1);
        }

        _line += _text.Span[_counted..at].Count((byte)'\n');
        _counted = at;
        return _line;
    }
}
