using System.Text;
using Claudeonomics.Cli.Advice;
using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Counting;
using Claudeonomics.Core.Advice;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Tests.CommandLine.Advice;

/// <summary>Calls, made up, and what is advised on them.</summary>
internal sealed class History
{
    private readonly ObservationTable _calls = new(new KeyedHash(new byte[16]), new NameTables());
    private int _made;

    /// <param name="at">Such as <c>2026-11-21 10:05</c>, UTC; null without a time.</param>
    /// <param name="id">Copies of a call have one id; a new one when null.</param>
    public History Call(
        string? at, TokenUsage usage, string conversation = "c1", string model = "claude-opus-4-6", int file = 0, string agent = "claude-code",
        bool isPartial = false, bool isSum = false, string? id = null)
    {
        _calls.Begin(file, agent, revision: 1);
        _calls.Add(new LogCall
        {
            AtUnixMs = at is null ? null : Memories.Moment(at).ToUnixTimeMilliseconds(),
            Usage = usage,
            Model = Encoding.UTF8.GetBytes(model),
            ConversationId = Encoding.UTF8.GetBytes(conversation),
            Project = "/home/dev/app"u8,
            RequestId = Encoding.UTF8.GetBytes(id ?? $"req_{_made++}"),
            IsPartial = isPartial,
            IsSum = isSum,
        });
        return this;
    }

    /// <summary>Advice on the calls from a day on.</summary>
    public IReadOnlyList<AdviceItem> Advise(string from = "2020-01-01")
    {
        var since = Memories.Moment(from).ToUnixTimeMilliseconds();
        var prices = new CostCalculator(PriceBook.Embedded);
        var spent = 0L;
        CallResolver.Resolve(_calls.EachByKey, (in call) => spent += call.AtUnixMs >= since ? new CellBuilder(prices, _calls.Names).Price(call).ListCostNanoUsd ?? 0 : 0);
        var threads = CallThreads.Of(_calls.EachByKey, _calls.Count, _calls.Names, (_, at) => at >= since);
        return new Adviser(_calls.Names, prices, new CompanyCalendar(TimeZoneInfo.Utc)).Advise(threads, spent);
    }

    /// <summary>The same in a line each.</summary>
    public string[] Lines(string from = "2020-01-01") => [.. Advise(from).Select(Line)];

    public static string Line(AdviceItem item) =>
        $"{AdviceWords.NameOf(item.Kind)} ${item.SavedUsd} {item.Requests} calls {item.Conversations} conversations {item.FirstDay:MM-dd}..{item.LastDay:MM-dd} "
        + $"unpriced {item.UnpricedRequests} [{string.Join(' ', item.InsteadModels)}] "
        + string.Join(", ", item.Examples.Select(static example => $"{example.Conversation} {example.Project} {example.Day:MM-dd} {example.Requests} ${example.SavedUsd}"));

    public static TokenUsage Tokens(long input = 0, long read = 0, long write5m = 0, long write1h = 0, long unknown = 0, long output = 0) =>
        new(input, read, write5m, write1h, unknown, output, 0);
}
