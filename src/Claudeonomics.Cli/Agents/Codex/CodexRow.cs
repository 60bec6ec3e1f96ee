using Claudeonomics.Core.Usage;

namespace Claudeonomics.Cli.Agents.Codex;

/// <summary>A row that says that something was spent.</summary>
/// <param name="Total">The conversation's running total with it, where the row has one.</param>
/// <param name="Ordinal">Counts the file's rows.</param>
internal readonly record struct CodexRow(long? AtUnixMs, CodexUsage Spent, CodexUsage? Total, ServiceTier Tier, int Ordinal)
{
    public void Save(BinaryWriter state)
    {
        state.Write(AtUnixMs ?? long.MinValue);
        Spent.Save(state);
        state.Write(Total is not null);
        (Total ?? default).Save(state);
        state.Write((byte)Tier);
        state.Write(Ordinal);
    }

    public static CodexRow Restore(BinaryReader state)
    {
        var at = state.ReadInt64();
        var spent = CodexUsage.Restore(state);
        var hasTotal = state.ReadBoolean();
        var total = CodexUsage.Restore(state);
        return new(at == long.MinValue ? null : at, spent, hasTotal ? total : null, (ServiceTier)state.ReadByte(), state.ReadInt32());
    }
}
