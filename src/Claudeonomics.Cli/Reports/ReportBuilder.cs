using System.Globalization;
using System.Text;
using Claudeonomics.Cli.Advice;
using Claudeonomics.Cli.Blocks;
using Claudeonomics.Cli.Counting;
using Claudeonomics.Cli.Memory;
using Claudeonomics.Cli.Projects;
using Claudeonomics.Core.Pricing;

namespace Claudeonomics.Cli.Reports;

/// <summary>Adds cells up to a report's rows.</summary>
internal sealed class ReportBuilder(ReportRequest request, NameTables names)
{
    private const string Unknown = "unknown";

    private readonly AskedCalls _asked = new(request);

    // What everybody calls each origin's model; found when first asked for.
    private readonly string?[] _models = new string?[names.Origins.Count];

    // What each folder is called in this report; found when first asked for.
    private readonly string?[] _projects = new string?[names.Projects.Count];

    private MainProjects? _mains;

    // Of a report by blocks: those that are shown.
    private BlockIndex? _blocks;

    /// <param name="calls">All of them, for advice; null when none was asked for.</param>
    public Report Build(MemoryState state, AllObservations? calls)
    {
        UsageBlock[] blocks = request.Kind is ReportKind.Blocks ? [.. BlockBuilder.Build(state.AllCells.Where(cell => IsAsked(cell.Key)), names)] : [];
        blocks = request.LastBlocks is { } last ? blocks[^Math.Min(last, blocks.Length)..] : blocks;
        _blocks = request.Kind is ReportKind.Blocks ? new(blocks) : null;
        var rows = new Dictionary<(string Key, string Agent, string Model), UsageSums>();
        var totals = default(UsageSums);
        foreach (var (cell, sums) in state.AllCells)
        {
            if (!IsAsked(cell))
            {
                continue;
            }

            var origin = names.Origins[cell.Origin];
            var key = (KeyOf(cell, origin.Agent), origin.Agent, ModelOf(cell.Origin));
            var row = rows.GetValueOrDefault(key);
            row.Add(sums);
            rows[key] = row;
            totals.Add(sums);
        }

        var sorted = rows
            .Where(static row => row.Value.Requests != 0)
            .OrderBy(static row => row.Key.Key, StringComparer.Ordinal)
            .ThenBy(static row => row.Key.Agent, StringComparer.Ordinal)
            .ThenBy(static row => row.Key.Model, StringComparer.Ordinal)
            .Select(static row => new ReportRow(row.Key.Key, row.Key.Agent, row.Key.Model, row.Value));
        return new(request.Kind, [.. sorted], totals, blocks, calls is null ? null : Advise(calls, totals), [.. state.Unread()]);
    }

    private IReadOnlyList<AdviceItem> Advise(AllObservations calls, in UsageSums totals)
    {
        var threads = CallThreads.Of(calls.EachByKey, calls.Count, names, IsAsked);
        return new Adviser(names, new CostCalculator(PriceBook.Embedded), _asked.Calendar).Advise(threads, totals.CostNanoUsd);
    }

    private string ModelOf(int origin) => _models[origin] ??= ModelName.Of(names.Origins[origin]).Name;

    private bool IsAsked(in CellKey cell) => IsAsked(names.Origins[cell.Origin].Agent, cell.Quarter == CellKey.NoTime ? null : cell.StartUnixMs);

    private bool IsAsked(string agent, long? atUnixMs) =>
        _asked.Include(agent, atUnixMs) && (_blocks is null || request.LastBlocks is null || (atUnixMs is { } at && _blocks.Find(agent, at) is not null));

    private string KeyOf(in CellKey cell, string agent) => request.Kind switch
    {
        ReportKind.Conversation => Named(names.Conversations[cell.Conversation]),
        ReportKind.Project => ProjectOf(cell.Project),
        ReportKind.Model => ModelOf(cell.Origin),
        ReportKind.Agent => agent,
        _ when cell.Quarter == CellKey.NoTime => Unknown,
        ReportKind.Blocks => _blocks!.Find(agent, cell.StartUnixMs)?.Key ?? Unknown,
        _ => PeriodOf(cell.StartUnixMs),
    };

    private string ProjectOf(int project) => _projects[project] ??= Named(names.Projects[project]) is var folder && request.MergesWorktrees && folder != Unknown
        ? (_mains ??= new([.. Enumerable.Range(1, names.Projects.Count - 1).Select(other => Named(names.Projects[other]))])).Of(folder)
        : folder;

    private string PeriodOf(long unixMs)
    {
        var day = _asked.Calendar.DayOf(unixMs);
        return request.Kind switch
        {
            ReportKind.Weekly => Day(day.AddDays(-(((int)day.DayOfWeek + 6) % 7))),
            ReportKind.Monthly => day.ToString("yyyy-MM", CultureInfo.InvariantCulture),
            ReportKind.Hourly => TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(unixMs), request.Zone)
                .ToString("yyyy-MM-dd'T'HH':00'", CultureInfo.InvariantCulture),
            _ => Day(day),
        };
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Named(ReadOnlySpan<byte> name) => name.IsEmpty ? Unknown : Encoding.UTF8.GetString(name);
}
