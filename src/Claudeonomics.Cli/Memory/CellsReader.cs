using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Claudeonomics.Cli.Counting;

namespace Claudeonomics.Cli.Memory;

/// <summary>Reads the sums of a base on a thread of its own: they are megabytes, and nobody asks for them before the files of logs were looked at.</summary>
internal sealed class CellsReader
{
    private readonly Thread _thread;
    private readonly UsageCell[] _cells;
    private Exception? _fault;

    /// <param name="file">Closed by this.</param>
    /// <param name="at">Where they begin.</param>
    /// <param name="count">How many there are.</param>
    public CellsReader(FileStream file, long at, int count)
    {
        // What is filled at once need not be cleared before: a status line would spend a tenth of its time on it.
        _cells = GC.AllocateUninitializedArray<UsageCell>(count);
        _thread = new(() => Read(file, at)) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>All of them; waits for them.</summary>
    /// <exception cref="IOException">They could not be read.</exception>
    public UsageCell[] Cells
    {
        get
        {
            _thread.Join();
            if (_fault is { } fault)
            {
                ExceptionDispatchInfo.Throw(fault);
            }

            return _cells;
        }
    }

    private void Read(FileStream file, long at)
    {
        using (file)
        {
            try
            {
                file.Position = at;
                file.ReadExactly(MemoryMarshal.AsBytes(_cells.AsSpan()));
            }
            catch (IOException fault)
            {
                _fault = fault;
            }
        }
    }
}
