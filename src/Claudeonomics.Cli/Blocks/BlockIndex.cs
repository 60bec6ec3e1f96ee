namespace Claudeonomics.Cli.Blocks;

/// <summary>Finds the block of a call.</summary>
internal sealed class BlockIndex
{
    private readonly Dictionary<string, UsageBlock[]> _blocks;

    public BlockIndex(IEnumerable<UsageBlock> blocks) =>
        _blocks = blocks.GroupBy(static block => block.Agent, StringComparer.Ordinal)
            .ToDictionary(static agent => agent.Key, static agent => agent.OrderBy(static block => block.StartUnixMs).ToArray(), StringComparer.Ordinal);

    /// <returns>Null when the call is in none of them.</returns>
    public UsageBlock? Find(string agent, long atUnixMs)
    {
        if (!_blocks.TryGetValue(agent, out var blocks))
        {
            return null;
        }

        int low = 0, high = blocks.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = blocks[middle].StartUnixMs <= atUnixMs ? (middle + 1, high) : (low, middle);
        }

        return low > 0 && blocks[low - 1].IsActiveAt(atUnixMs) ? blocks[low - 1] : null;
    }
}
