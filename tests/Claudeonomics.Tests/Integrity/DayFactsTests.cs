using System.Text.Json;
using Claudeonomics.Core.Integrity;
using Claudeonomics.Core.Matching;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;
using Claudeonomics.Tests.Matching;

namespace Claudeonomics.Tests.Integrity;

public sealed class DayFactsTests
{
    private static readonly CompanyCalendar Calendar = new(TimeZoneInfo.Utc);
    private static readonly CostCalculator Prices = new(PriceBook.Embedded);
    private static readonly int Day = Calendar.DayNumberOf(Call.Fact(request: 1).AtUnixMs);

    // The room of one part serves the next: nothing of the first may be left in it.
    [Fact]
    public void Read_OnePartAfterAnother_GivesEachItsOwn()
    {
        var again = new DayFacts(Day, Calendar);
        var reader = new ConversationDayReader(Calendar, Prices);
        foreach (var conversations in (int[])[40, 3, 60, 1])
        {
            var facts = Facts(conversations);
            var (expected, told) = (new List<ConversationDay>(), new List<ConversationDay>());
            var once = new DayFacts(Day, Calendar);
            once.Add(facts);
            once.Read(new ConversationDayReader(Calendar, Prices), expected);
            again.Add(facts);
            again.Read(reader, told);

            Assert.Equal(conversations, told.Count);
            Assert.Equal(expected.Select(Text), told.Select(Text));
            Assert.All(told, static day => Assert.Equal((int)(day.Conversation % 7) + 1, day.Calls));
            Assert.All(told, static day => Assert.Equal((int)(day.Conversation % 3), day.HumanPrompts));
        }
    }

    [Fact]
    public void Read_ACallThatADeviceWithdrew_LeavesItOut()
    {
        var call = Call.Fact(request: 1) with { Source = Source.LocalLog, Device = 5, Conversation = 9 };
        var facts = new FactBatch();
        facts.Add(call);
        facts.Add(call with { Request = 2, AtUnixMs = call.AtUnixMs + 60_000 });
        facts.Add(new HourNote
        {
            Identity = call.Identity,
            Who = call.Who,
            Conversation = 9,
            Device = 5,
            HourUnixMs = call.AtUnixMs,
            ReadAtUnixMs = call.AtUnixMs,
            Kind = HourNoteKind.Withdraws,
            Subject = call.Key.Value,
        });
        var gathered = new DayFacts(Day, Calendar);
        var told = new List<ConversationDay>();
        gathered.Add(facts);
        gathered.Read(new ConversationDayReader(Calendar, Prices), told);

        Assert.Equal(1, Assert.Single(told).Calls);
    }

    /// <summary>Counters may say what they like: a day whose sums do not fit would be judged never again.</summary>
    [Fact]
    public void Read_ThousandsOfAbsurdCounters_IsADayAllTheSame()
    {
        var call = Call.Fact(request: 1) with { Conversation = 9 };
        var facts = new FactBatch();
        facts.Add(call);
        for (var i = 1; i <= 3_000; i++)
        {
            facts.Add(new CounterPoint
            {
                Identity = call.Identity, Who = call.Who, AtUnixMs = call.AtUnixMs + i, StartUnixMs = call.AtUnixMs, Conversation = 9, Series = 7,
                Temporality = Temporality.Delta, Measure = CounterMeasure.EditsAccepted, Value = 1_000_000_000_000, Origin = call.Origin,
            });
        }

        var gathered = new DayFacts(Day, Calendar);
        var told = new List<ConversationDay>();
        gathered.Add(facts);
        gathered.Read(new ConversationDayReader(Calendar, Prices), told);

        Assert.Equal(3_000_000_000L, Assert.Single(told).EditsAccepted);
    }

    // Conversations' facts come between each other's.
    private static FactBatch Facts(int conversations)
    {
        var facts = new FactBatch();
        for (var i = 0; i < 7; i++)
        {
            for (var conversation = 0; conversation < conversations; conversation++)
            {
                var call = Call.Fact(request: (ulong)((conversation * 10) + i + 1)) with { Conversation = (ulong)conversation };
                var at = call.AtUnixMs + (i * 60_000);
                if (i <= conversation % 7)
                {
                    facts.Add(call with { AtUnixMs = at });
                }

                if (i < conversation % 3)
                {
                    facts.Add(new Signal
                    {
                        Identity = call.Identity,
                        Who = call.Who,
                        Source = Source.OtlpEvent,
                        AtUnixMs = at,
                        Conversation = (ulong)conversation,
                        Agent = call.Origin.Agent,
                        Kind = SignalKind.Prompt,
                        ByHuman = true,
                    });
                }
            }
        }

        return facts;
    }

    private static string Text(ConversationDay day) => JsonSerializer.Serialize(day);
}
