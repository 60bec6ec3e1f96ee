using System.Runtime.InteropServices;

namespace Claudeonomics.Core.Integrity;

/// <summary>Sampled calls of the last days, in memory.</summary>
/// <remarks>Of each sampled count only the first place is kept. Bounded by the days that are kept: <see cref="ForgetBefore"/>.</remarks>
public sealed class PrintHistory : IPrintHistory
{
    private readonly Dictionary<(int Person, ulong Counts), (ulong Conversation, long AtUnixMs)> _prints = [];

    public int Count => _prints.Count;

    public bool WasSeen(int person, ulong conversation, CallPrint print, long apartMs) =>
        _prints.TryGetValue((person, print.Counts), out var seen) && seen.Conversation != conversation
        && Math.Abs(seen.AtUnixMs - print.AtUnixMs) > apartMs;

    public void Add(int person, ulong conversation, CallPrint print)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_prints, (person, print.Counts), out var isKnown);
        if (!isKnown)
        {
            place = (conversation, print.AtUnixMs);
        }
    }

    public void ForgetBefore(long unixMs)
    {
        foreach (var (key, place) in _prints)
        {
            if (place.AtUnixMs < unixMs)
            {
                _prints.Remove(key);
            }
        }
    }
}
