using Claudeonomics.Core.Usage;

namespace Claudeonomics.Simulator.Activity;

/// <summary>The acts of one export; reused for the next.</summary>
internal sealed class ActBuffer
{
    private Act[] _acts = new Act[64];
    private int _count;

    public ReadOnlySpan<Act> Acts => _acts.AsSpan(0, _count);

    /// <summary>Begins an act, which counts once it is kept. The reference holds until the next act begins.</summary>
    public ref Act Begin(ActKind kind, long atUnixMs, CallOrigin origin)
    {
        if (_count == _acts.Length)
        {
            Array.Resize(ref _acts, _count * 2);
        }

        ref var act = ref _acts[_count];
        act = default;
        act.Kind = kind;
        act.AtUnixMs = atUnixMs;
        act.Origin = origin;
        return ref act;
    }

    /// <summary>A kept act, to be changed.</summary>
    public ref Act At(int index) => ref _acts.AsSpan(0, _count)[index];

    public void Keep() => _count++;

    public void Clear() => _count = 0;
}
