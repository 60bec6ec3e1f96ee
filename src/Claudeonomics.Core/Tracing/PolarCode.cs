using System.Numerics;

namespace Claudeonomics.Core.Tracing;

/// <summary>A polar code of <see cref="Length"/> bits for <see cref="MarkCipher.WordBits"/>: near the best there is at this length, and short to write.</summary>
/// <remarks>Arıkan 2009; which bits carry the word by the β-expansion of He et al. 2017; decoded by successive cancellation with a list (Tal and Vardy 2015).
/// The list's candidates are told apart by the cipher's check.</remarks>
internal static class PolarCode
{
    public const int Length = 1 << Levels;

    private const int Levels = 8;

    private static readonly bool[] CarriesWord = ChooseCarriers();

    /// <summary>The word's bits, the highest first, as a code word.</summary>
    public static bool[] Encode(UInt128 word)
    {
        var bits = new bool[Length];
        var next = MarkCipher.WordBits;
        for (var i = 0; i < Length; i++)
        {
            bits[i] = CarriesWord[i] && (word >> --next & 1) == 1;
        }

        for (var half = 1; half < Length; half *= 2)
        {
            for (var i = 0; i < Length; i++)
            {
                bits[i] ^= (i & half) == 0 && bits[i + half];
            }
        }

        return bits;
    }

    /// <summary>The likeliest words.</summary>
    /// <param name="evidence">Of each bit: above zero for 0, below for 1, the farther the surer, in any unit.</param>
    /// <param name="candidates">How many to follow, and at most to return.</param>
    public static IReadOnlyList<UInt128> Decode(ReadOnlySpan<float> evidence, int candidates)
    {
        var paths = new List<Path>(candidates * 2) { new(evidence) };
        for (var phase = 0; phase < Length; phase++)
        {
            for (var i = paths.Count - 1; i >= 0; i--)
            {
                var path = paths[i];
                path.Weigh(phase);
                if (CarriesWord[phase])
                {
                    paths.Add(path.Forked(phase, bit: true));
                }

                path.Take(phase, bit: false, CarriesWord[phase]);
            }

            if (paths.Count > candidates)
            {
                paths.Sort(static (a, b) => a.Cost.CompareTo(b.Cost));
                paths.RemoveRange(candidates, paths.Count - candidates);
            }
        }

        paths.Sort(static (a, b) => a.Cost.CompareTo(b.Cost));
        return [.. paths.Select(static path => path.Word)];
    }

    private static bool[] ChooseCarriers()
    {
        var weights = new (double Weight, int Index)[Length];
        for (var i = 0; i < Length; i++)
        {
            var weight = 0.0;
            for (var bit = 0; bit < Levels; bit++)
            {
                weight += (i >> bit & 1) * Math.Pow(2, bit / 4.0);
            }

            weights[i] = (weight, i);
        }

        var carries = new bool[Length];
        foreach (var (_, index) in weights.OrderByDescending(static weight => weight).Take(MarkCipher.WordBits))
        {
            carries[index] = true;
        }

        return carries;
    }

    // A word as far as it is decided, with what each level of the code knows: evidence, and the left halves that are decided already.
    private sealed class Path
    {
        private readonly float[][] _evidence = new float[Levels + 1][];
        private readonly bool[][] _left = new bool[Levels + 1][];

        public Path(ReadOnlySpan<float> channel)
        {
            _evidence[0] = channel.ToArray();
            for (var level = 1; level <= Levels; level++)
            {
                _evidence[level] = new float[Length >> level];
                _left[level] = new bool[Length >> level];
            }
        }

        private Path(Path other)
        {
            (Word, Cost) = (other.Word, other.Cost);
            _evidence[0] = other._evidence[0];
            for (var level = 1; level <= Levels; level++)
            {
                _evidence[level] = (float[])other._evidence[level].Clone();
                _left[level] = (bool[])other._left[level].Clone();
            }
        }

        public UInt128 Word { get; private set; }

        public float Cost { get; private set; }

        public Path Forked(int phase, bool bit)
        {
            var fork = new Path(this);
            fork.Take(phase, bit, carriesWord: true);
            return fork;
        }

        public void Weigh(int phase)
        {
            var level = phase == 0 ? 1 : Levels - BitOperations.TrailingZeroCount(phase);
            if (phase > 0)
            {
                var (above, here, left) = (_evidence[level - 1], _evidence[level], _left[level]);
                for (var i = 0; i < here.Length; i++)
                {
                    here[i] = above[i + here.Length] + (left[i] ? -above[i] : above[i]);
                }

                level++;
            }

            for (; level <= Levels; level++)
            {
                var (above, here) = (_evidence[level - 1], _evidence[level]);
                for (var i = 0; i < here.Length; i++)
                {
                    var (a, b) = (above[i], above[i + here.Length]);
                    var least = MathF.Min(MathF.Abs(a), MathF.Abs(b));
                    here[i] = a < 0 == b < 0 ? least : -least;
                }
            }
        }

        public void Take(int phase, bool bit, bool carriesWord)
        {
            var evidence = _evidence[Levels][0];
            Cost += MathF.Max(0, bit ? evidence : -evidence);
            if (carriesWord)
            {
                Word = Word << 1 | (bit ? 1u : 0u);
            }

            bool[] whole = [bit];
            var level = Levels;
            for (; level > 0 && (phase >> (Levels - level) & 1) == 1; level--)
            {
                var left = _left[level];
                var joined = new bool[left.Length * 2];
                for (var i = 0; i < left.Length; i++)
                {
                    joined[i] = left[i] ^ whole[i];
                    joined[i + left.Length] = whole[i];
                }

                whole = joined;
            }

            if (level > 0)
            {
                whole.CopyTo(_left[level], 0);
            }
        }
    }
}
