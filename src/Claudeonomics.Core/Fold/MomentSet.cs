using Claudeonomics.Core.Matching;

namespace Claudeonomics.Core.Fold;

/// <summary>Moments of one kind of act, ascending, without those that say nothing: one whose neighbours on both sides are within half an
/// hour of each other.</summary>
/// <remarks>
/// <para>Stretches of signals have no gap above half an hour, and what makes one count is looked for in spans of at least half an hour
/// (<see cref="Supervision.Credit"/>). So leaving such a moment out changes neither where a stretch begins and ends nor what is found in
/// it, whatever moments come later and whichever sets are united.</para>
/// <para>Bound: any three in a row span more than half an hour, so a day has at most 96 and the horizon 6,000.</para>
/// </remarks>
internal struct MomentSet
{
    private long[]? _moments;

    public int Count { get; private set; }

    public readonly ReadOnlySpan<long> Span => _moments.AsSpan(0, Count);

    /// <param name="atMs">Milliseconds since 1970 UTC.</param>
    /// <returns><see langword="false"/> when the moment says nothing new.</returns>
    public bool Add(long atMs)
    {
        var place = Count;
        while (place > 0 && _moments![place - 1] >= atMs)
        {
            place--;
        }

        if (place < Count && (_moments![place] == atMs || (place > 0 && Spans(place - 1, place))))
        {
            return false;
        }

        Insert(place, atMs);
        RemoveIfNeedless(place + 1);
        RemoveIfNeedless(place - 1);
        return true;
    }

    public void Clear() => Count = 0;

    private readonly bool Spans(int first, int last) => _moments![last] - _moments[first] <= Supervision.MaxSilenceMs;

    private void RemoveIfNeedless(int place)
    {
        if (place > 0 && place + 1 < Count && Spans(place - 1, place + 1))
        {
            Count--;
            Array.Copy(_moments!, place + 1, _moments!, place, Count - place);
        }
    }

    private void Insert(int place, long atMs)
    {
        if (_moments is null || Count == _moments.Length)
        {
            Array.Resize(ref _moments, Math.Max(4, Count * 2));
        }

        Array.Copy(_moments, place, _moments, place + 1, Count - place);
        _moments[place] = atMs;
        Count++;
    }
}
