using Claudeonomics.Core.Usage;

namespace Claudeonomics.Server.Ingest.Mapping;

/// <summary>What became of the records of one body.</summary>
internal sealed class Tally
{
    private static readonly int Reasons = Enum.GetValues<DropReason>().Length;
    private readonly int[] _rejected = new int[Reasons];

    public int Accepted { get; private set; }

    /// <summary>Of no interest.</summary>
    public int Ignored { get; private set; }

    public int Rejected { get; private set; }

    public int RejectedFor(DropReason reason) => _rejected[(int)reason];

    public void Add(Verdict verdict)
    {
        if (verdict.IsAccepted)
        {
            Accepted++;
        }
        else if (verdict.Reason is { } reason)
        {
            AddRejected(1, reason);
        }
        else
        {
            Ignored++;
        }
    }

    public void AddIgnored(int count) => Ignored += count;

    public void AddRejected(int count, DropReason reason)
    {
        Rejected += count;
        _rejected[(int)reason] += count;
    }

    /// <summary>Some that were accepted found no room in the ledger.</summary>
    public void Refuse(int count, DropReason reason)
    {
        Accepted -= count;
        AddRejected(count, reason);
    }

    public void Clear()
    {
        Array.Clear(_rejected);
        (Accepted, Ignored, Rejected) = (0, 0, 0);
    }
}
