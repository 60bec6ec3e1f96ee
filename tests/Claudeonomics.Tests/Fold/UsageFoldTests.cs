using Claudeonomics.Core.Cube;
using Claudeonomics.Core.Fold;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;
using Claudeonomics.Tests.Matching;

namespace Claudeonomics.Tests.Fold;

/// <summary>What one conversation may have: further facts are refused, and the ones before stay.</summary>
public sealed class UsageFoldTests : IDisposable
{
    private static readonly long At = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
    private readonly UsageCube _cube = new(new NothingOld());
    private readonly UsageFold _fold;
    private long _batch;

    public UsageFoldTests() =>
        _fold = new UsageFold(new CompanyCalendar(TimeZoneInfo.Utc), new PriceHistory(new CostCalculator(PriceBook.Embedded)), _cube, new NothingKept());

    public void Dispose() => _cube.Dispose();

    [Fact]
    public void Plan_FactsOfOneIdentityTooMany_AreRefused()
    {
        Assert.Equal(0, Append(Enumerable.Range(1, UsageFold.MaxIdentitiesPerConversation).Select(static i => Call.Fact(at: At, request: (ulong)i, identity: i))));

        Assert.Equal(1, Append([Call.Fact(at: At, request: 9_001, identity: 9_001), Call.Fact(at: At, request: 9_002, identity: 5)]));
    }

    [Fact]
    public void Plan_MoreSeriesThanAConversationHas_AreRefusedWithinOneCommit()
    {
        var facts = new FactBatch();
        for (ulong series = 1; series <= UsageFold.MaxSeriesPerConversation + 3; series++)
        {
            facts.Add(new CounterPoint
            {
                Identity = 1, Who = Who.Known, AtUnixMs = At, StartUnixMs = At - 1_000, Conversation = 7, Series = series, Temporality = Temporality.Cumulative,
                Measure = CounterMeasure.LinesAdded, Value = 5, Origin = Call.Opus,
            });
        }

        Assert.Equal(3, _fold.Plan(facts).Refused);
    }

    /// <summary>A stranger's point says nothing about what somebody else's series already told.</summary>
    [Fact]
    public void Plan_AnotherIdentityToldTheSameValue_CountsAllTheSame()
    {
        AppendPoint(identity: 2, Who.Claimed, At);
        AppendPoint(identity: 1, Who.Known, At + 1_000);

        Assert.Equal([(1, 5L), (2, 5L)], _cube.HotDays.SelectMany(static day => LinesOf(day.Value.Activity)).Order());

        void AppendPoint(int identity, Who who, long at)
        {
            var facts = new FactBatch();
            facts.Add(new CounterPoint
            {
                Identity = identity, Who = who, AtUnixMs = at, StartUnixMs = At - 1_000, Conversation = 7, Series = 1, Temporality = Temporality.Cumulative,
                Measure = CounterMeasure.LinesAdded, Value = 5, Origin = Call.Opus,
            });
            _fold.Plan(facts);
            _fold.Commit(++_batch, At);
            _fold.Publish();
        }

        static IEnumerable<(int Identity, long Lines)> LinesOf(ActivityTable activity) =>
            Enumerable.Range(0, activity.Count).Select(row => (activity.Identities[row], activity.Cells[row][ActivityCell.LinesAdded]));
    }

    /// <summary>What tells of a conversation a second way makes all of it be matched: one that is too long for that takes no second way.</summary>
    [Fact]
    public void Plan_SecondSourceOfALongConversation_IsRefused()
    {
        Assert.Equal(0, Append(Enumerable.Range(1, UsageFold.MaxFactsResolvedAsAWhole).Select(static i => Call.Fact(at: At, request: (ulong)i))));

        Assert.Equal(1, Append([Call.Fact(Source.OtlpSpan, at: At, request: 1), Call.Fact(at: At, request: ulong.MaxValue)]));
    }

    private int Append(IEnumerable<UsageEvent> calls)
    {
        var facts = new FactBatch();
        foreach (var call in calls)
        {
            facts.Add(call);
        }

        var outcome = _fold.Plan(facts);
        _fold.Commit(++_batch, At);
        return outcome.Refused;
    }

    private sealed class NothingOld : IDayArchive
    {
        public ArchivedDay? Load(DateOnly day) => null;
    }

    private sealed class NothingKept : IConversationArchive
    {
        public IReadOnlyList<ConversationPiece> PiecesOf(ulong conversation) => [];

        public void ReadFacts(ulong conversation, long batch, FactBatch into)
        {
        }
    }
}
