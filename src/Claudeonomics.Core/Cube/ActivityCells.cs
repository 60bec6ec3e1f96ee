using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Claudeonomics.Core.Cube;

/// <summary>One of the counts of an activity row. The numbers are stored in roll-ups and never change their meaning.</summary>
public enum ActivityCell : byte
{
    /// <summary>Prompts by a person.</summary>
    Prompts = 0,

    /// <summary>Prompts and decisions by a person.</summary>
    HumanSignals = 1,
    EditsAccepted = 2,
    EditsRejected = 3,
    ToolsAccepted = 4,
    ToolsRejected = 5,
    LinesAdded = 6,
    LinesRemoved = 7,
    Commits = 8,
    PullRequests = 9,
    UserActiveMs = 10,
    AgentActiveMs = 11,

    /// <summary>Calls as reported, before copies were matched: only their first and last moment matter.</summary>
    ReportedCalls = 12,

    /// <summary>Files that tools changed, by what they are for, as devices counted them.</summary>
    CodeChanges = 13,
    TestChanges = 14,
    DocumentationChanges = 15,
    ConfigurationChanges = 16,
}

/// <summary>What an identity did with one agent on one company day, besides using tokens.</summary>
public struct ActivityCells
{
    /// <summary>Buckets of context sizes, four to a doubling, from 4,096 tokens (and below) to 1,048,576 (and above).</summary>
    public const int ContextBuckets = 33;

    public const int CellCount = 17;

    private const long SmallestContext = 4096;

    // Whole tokens: 4096 * 2^(bucket/4), rounded down.
    private static readonly long[] LargestContexts =
        [.. Enumerable.Range(0, ContextBuckets).Select(static bucket => (long)Math.Floor(SmallestContext * Math.Pow(2, bucket / 4.0)))];

    private Counts _counts;
    private ContextCounts _contexts;

    public long this[ActivityCell cell]
    {
        readonly get => _counts[(int)cell];
        set => _counts[(int)cell] = value;
    }

    /// <summary>First and last signal of a person, milliseconds since 1970 UTC; 0 when there was none.</summary>
    public long FirstHumanMs { get; set; }

    public long LastHumanMs { get; set; }

    /// <summary>First and last decision or accepted edit, milliseconds since 1970 UTC; 0 when there was none, or when nothing tells: counters have no
    /// moments, and days that an earlier release kept neither.</summary>
    public long FirstActMs { get; set; }

    public long LastActMs { get; set; }

    /// <summary>First and last reported call, milliseconds since 1970 UTC; 0 when there was none.</summary>
    public long FirstCallMs { get; set; }

    public long LastCallMs { get; set; }

    /// <summary>Milliseconds from the first signal of a person to the last.</summary>
    public readonly long HumanSpanMs => LastHumanMs - FirstHumanMs;

    /// <summary>Milliseconds from the first decision or accepted edit to the last; of all signals where nothing tells of these alone.</summary>
    public readonly long ActSpanMs => LastActMs == 0 ? HumanSpanMs : LastActMs - FirstActMs;

    /// <summary>Number of calls per bucket of context size.</summary>
    [UnscopedRef]
    public Span<int> Contexts => _contexts;

    /// <summary>Number of calls in a bucket of context sizes.</summary>
    public readonly int CallsOf(int bucket) => _contexts[bucket];

    /// <summary>Which bucket a context size falls into.</summary>
    public static int ContextBucket(long contextTokens)
    {
        if (contextTokens <= SmallestContext)
        {
            return 0;
        }

        // Four buckets to a doubling: the one that the doubling begins with, and at most four steps.
        var bucket = 4 * Math.Min(BitOperations.Log2((ulong)contextTokens) - 12, ContextBuckets / 4);
        while (bucket < ContextBuckets - 1 && contextTokens > LargestContexts[bucket])
        {
            bucket++;
        }

        return bucket;
    }

    /// <summary>The largest context of a bucket, in tokens; of the last one, where it begins.</summary>
    public static long ContextOf(int bucket) => (long)Math.Round(SmallestContext * Math.Pow(2, bucket / 4.0));

    public void SawHuman(long atMs) => (FirstHumanMs, LastHumanMs) = Widen(FirstHumanMs, LastHumanMs, atMs, atMs);

    public void SawAct(long atMs) => (FirstActMs, LastActMs) = Widen(FirstActMs, LastActMs, atMs, atMs);

    public void SawCall(long atMs) => (FirstCallMs, LastCallMs) = Widen(FirstCallMs, LastCallMs, atMs, atMs);

    public void Add(in ActivityCells other)
    {
        for (var i = 0; i < Counts.Length; i++)
        {
            _counts[i] = unchecked(_counts[i] + other._counts[i]);
        }

        for (var i = 0; i < ContextBuckets; i++)
        {
            _contexts[i] += other._contexts[i];
        }

        Widen(other);
    }

    /// <summary>Takes over earlier first and later last moments.</summary>
    internal void Widen(in ActivityCells other)
    {
        (FirstHumanMs, LastHumanMs) = Widen(FirstHumanMs, LastHumanMs, other.FirstHumanMs, other.LastHumanMs);
        (FirstActMs, LastActMs) = Widen(FirstActMs, LastActMs, other.FirstActMs, other.LastActMs);
        (FirstCallMs, LastCallMs) = Widen(FirstCallMs, LastCallMs, other.FirstCallMs, other.LastCallMs);
    }

    internal void ForgetMoments() => (FirstHumanMs, LastHumanMs, FirstActMs, LastActMs, FirstCallMs, LastCallMs) = (0, 0, 0, 0, 0, 0);

    private static (long First, long Last) Widen(long first, long last, long otherFirst, long otherLast) =>
        otherLast == 0 ? (first, last)
        : last == 0 ? (otherFirst, otherLast)
        : (Math.Min(first, otherFirst), Math.Max(last, otherLast));

    [InlineArray(Length)]
    private struct Counts
    {
        public const int Length = CellCount;

        private long _first;
    }

    [InlineArray(ContextBuckets)]
    private struct ContextCounts
    {
        private int _first;
    }
}
