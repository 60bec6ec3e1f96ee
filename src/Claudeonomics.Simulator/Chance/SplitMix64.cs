using System.Runtime.CompilerServices;

namespace Claudeonomics.Simulator.Chance;

/// <summary>A small generator of our own, so that a seed gives the same company on every machine and in every release.</summary>
/// <remarks>
/// Eight bytes of state, so that a conversation can be kept, copied and replayed for next to nothing.
/// Source: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
/// </remarks>
internal struct SplitMix64(ulong state)
{
    private const double OneIn53Bits = 1.0 / (1UL << 53);
    private ulong _state = state;

    public readonly ulong State => _state;

    /// <summary>A generator for one thing of one company, independent of all others.</summary>
    public static SplitMix64 For(ulong seed, Purpose purpose, long first, long second = 0, long third = 0)
    {
        unchecked
        {
            var hash = Mix(seed + (0x9E3779B97F4A7C15UL * ((ulong)purpose + 1)));
            hash = Mix(hash ^ Mix((ulong)first + 0xD1B54A32D192ED03UL));
            hash = Mix(hash ^ Mix((ulong)second + 0xABC98388FB8FAC03UL));
            return new(Mix(hash ^ Mix((ulong)third + 0x8CB92BA72F3D8DD7UL)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Next() => Mix(unchecked(_state += 0x9E3779B97F4A7C15UL));

    /// <returns>A whole number from 0 to <paramref name="bound"/>, excluded.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <returns>True with the given chance.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Chance(double probability) => (Next() >> 11) * OneIn53Bits < probability;

    /// <returns>A number from 0 to 1, excluded.</returns>
    public double Unit() => (Next() >> 11) * OneIn53Bits;

    /// <returns>An index, each with the chance that its share of 100 says.</returns>
    public int Pick(ReadOnlySpan<byte> percent)
    {
        var left = Below(100);
        var index = 0;
        while (left >= percent[index])
        {
            left -= percent[index++];
        }

        return index;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}

/// <summary>What a generator is for, so that two uses with the same numbers stay independent.</summary>
internal enum Purpose : ulong
{
    Person = 1,
    Order = 2,
    Period = 3,
    Day = 4,
    Sessions = 5,
    Session = 6,
    Transport = 7,
    Installation = 8,
    Logs = 9,
}
