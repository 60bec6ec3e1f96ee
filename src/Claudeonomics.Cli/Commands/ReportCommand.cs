using System.CommandLine;
using System.Globalization;
using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Memory;
using Claudeonomics.Cli.Scan;
using Claudeonomics.Cli.Reports;
using Claudeonomics.Cli.Terminal;

namespace Claudeonomics.Cli.Commands;

/// <summary><c>claudeonomics report</c>: what this machine's agents used.</summary>
internal static class ReportCommand
{
    // More hours than agents exist for, and no more months than a calendar has.
    private const int MostLast = 20_000;

    public static Command Create(Surroundings surroundings, TimeProvider clock)
    {
        var kind = new Argument<ReportKind>("BY")
        {
            Description = "daily, weekly, monthly, hourly, conversation, model, agent, project or blocks",
            HelpName = "BY",
            DefaultValueFactory = static _ => ReportKind.Daily,
        };
        kind.CompletionSources.Clear();
        kind.CompletionSources.Add([.. Enum.GetNames<ReportKind>().Select(static name => name.ToLowerInvariant())]);
        var json = SharedOptions.Json();
        var since = DayOption("--since", "First day, such as 2026-11-01");
        var until = DayOption("--until", "Last day, included");
        var last = SharedOptions.Number(
            "--last", 1, MostLast, "Only the last N days, weeks, months, hours or blocks, the running one included; of the other kinds the last N days", "N");
        var zone = SharedOptions.Zone();
        var agent = SharedOptions.Agent();
        var merge = new Option<bool>("--merge-worktrees") { Description = "Of a report by project: count git's worktrees as the repositories that they are of" };
        var advice = new Option<bool>("--advice") { Description = "With --json: what would have cost less, too. Tables always say it; it takes a look at every call" };
        var offline = new Option<bool>("--offline") { Description = "Reports never use a network; accepted so that scripts of other tools run" };
        var command = new Command("report", "What this machine's agents used.") { kind, json, since, until, last, zone, agent, merge, advice, offline };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var wrong = parsed.GetValue(last) is not null && parsed.GetValue(since) is not null ? "--last and --since exclude each other."
                : parsed.GetValue(since) > parsed.GetValue(until) ? "--since is later than --until."
                : parsed.GetValue(merge) && parsed.GetValue(kind) is not ReportKind.Project ? "--merge-worktrees is for a report by project."
                : null;
            if (wrong is not null)
            {
                await Console.Error.WriteLineAsync(wrong);
                return 2;
            }

            var request = new ReportRequest(
                parsed.GetValue(kind), parsed.GetValue(zone) ?? TimeZoneInfo.Local, parsed.GetValue(since), parsed.GetValue(until), parsed.GetValue(agent))
            {
                MergesWorktrees = parsed.GetValue(merge),
                WithAdvice = parsed.GetValue(advice) || !parsed.GetValue(json),
            };
            request = parsed.GetValue(last) is { } count ? LastOf(request, count, clock.GetUtcNow()) : request;
            using var output = new CommandOutput(surroundings);
            var report = Make(request, surroundings, cancellationToken);
            if (parsed.GetValue(json))
            {
                ReportJson.Write(report, clock.GetUtcNow(), output.Stream);
            }
            else
            {
                ReportText.Write(report, clock.GetUtcNow(), output.Text, output.Screen);
            }

            return 0;
        });
        return command;
    }

    /// <summary>Reads what is new and adds up what was asked for.</summary>
    internal static Report Make(ReportRequest request, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var agents = AgentRegistry.All.Where(agent => request.Agent is null || agent.Name == request.Agent);
        var memory = new UsageMemory(surroundings, ScanProgress.OfProcess);
        if (!request.WithAdvice)
        {
            var sums = memory.Refresh(agents, cancellationToken);
            return new ReportBuilder(request, sums.Names).Build(sums, null);
        }

        var (state, calls) = memory.RefreshAll(agents, cancellationToken);
        using var open = calls;
        return new ReportBuilder(request, state.Names).Build(state, calls);
    }

    /// <summary>Leaves only the latest of what a kind has rows for, up to the running one; of kinds that are no time, the latest days.</summary>
    internal static ReportRequest LastOf(ReportRequest request, int count, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, request.Zone);
        var today = DateOnly.FromDateTime(local.DateTime);
        return request.Kind switch
        {
            ReportKind.Blocks => request with { LastBlocks = count },
            ReportKind.Hourly => request with { FromUnixMs = (now - new TimeSpan(0, 0, local.Minute, local.Second, local.Millisecond) - TimeSpan.FromHours(count - 1)).ToUnixTimeMilliseconds() },
            ReportKind.Weekly => request with { Since = today.AddDays(-(((int)today.DayOfWeek + 6) % 7)).AddDays(-7 * (count - 1)) },
            ReportKind.Monthly => request with { Since = new DateOnly(today.Year, today.Month, 1).AddMonths(1 - count) },
            _ => request with { Since = today.AddDays(1 - count) },
        };
    }

    private static Option<DateOnly?> DayOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DAY",
        CustomParser = result =>
        {
            if (DateOnly.TryParseExact(result.Tokens[0].Value, ["yyyy-MM-dd", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                return day;
            }

            result.AddError($"{name} takes a day such as 2026-11-01, not \"{result.Tokens[0].Value}\".");
            return null;
        },
    };
}
