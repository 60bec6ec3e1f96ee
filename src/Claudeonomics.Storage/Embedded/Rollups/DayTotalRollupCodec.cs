namespace Claudeonomics.Storage.Embedded.Rollups;

/// <summary>What devices told of old days. Of two rows about the same the one that was read later holds.</summary>
internal sealed class DayTotalRollupCodec : IRollupCodec<DayTotalRollup>
{
    public RollupKind Kind => RollupKind.DayTotals;

    public long KeyOf(in DayTotalRollup row) => row.Identity;

    public int Compare(in DayTotalRollup a, in DayTotalRollup b)
    {
        var order = a.Identity.CompareTo(b.Identity);
        order = order != 0 ? order : a.Device.CompareTo(b.Device);
        return order != 0 ? order : a.Dimension.CompareTo(b.Dimension);
    }

    public DayTotalRollup Add(in DayTotalRollup a, in DayTotalRollup b) => b.ReadAtMs > a.ReadAtMs ? b : a;

    public void Write(in DayTotalRollup row, in DayTotalRollup previous, bool isFirst, int day, ByteWriter into)
    {
        into.Count(row.Identity - previous.Identity);
        into.Raw(row.Device);
        into.Count(row.Dimension);
        into.Signed(row.ReadAtMs - previous.ReadAtMs);
        CellsCodec.Write(row.Cells, into);
    }

    public DayTotalRollup Read(ref ByteReader from, in DayTotalRollup previous, bool isFirst, int day) => new(
        previous.Identity + from.Int32(), from.Raw64(), checked((ushort)from.Int32()), previous.ReadAtMs + from.Signed(), CellsCodec.Read(ref from));
}
