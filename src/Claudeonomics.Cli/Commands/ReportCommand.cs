using System.CommandLine;
using System.Globalization;
using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Memory;
using Claudeonomics.Cli.Reports;
using Claudeonomics.Cli.Terminal;

namespace Claudeonomics.Cli.Commands;

/// <summary><c>claudeonomics report</c>: what this machine's agents used.</summary>
internal static class ReportCommand
{
    public static Command Create(Surroundings surroundings, TimeProvider clock)
    {
        var kind = new Argument<ReportKind>("BY")
        {
            Description = "daily, weekly, monthly, hourly, conversation, model, agent, project or blocks",
            DefaultValueFactory = static _ => ReportKind.Daily,
        };
        var json = SharedOptions.Json();
        var since = DayOption("--since", "First day, such as 2026-11-01");
        var until = DayOption("--until", "Last day, included");
        var last = new Option<int?>("--last") { Description = "Only the last N days, weeks, months or hours; else days", HelpName = "N" };
        var zone = SharedOptions.Zone();
        var agent = new Option<string?>("--agent") { Description = "Only this agent's calls", HelpName = "AGENT" };
        agent.AcceptOnlyFromAmong([.. AgentRegistry.All.Select(static agent => agent.Name)]);
        var offline = new Option<bool>("--offline") { Description = "Reports never use a network; accepted so that scripts of other tools run" };
        var command = new Command("report", "What this machine's agents used.") { kind, json, since, until, last, zone, agent, offline };
        command.SetAction((parsed, cancellationToken) =>
        {
            var chosenZone = parsed.GetValue(zone) ?? TimeZoneInfo.Local;
            var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), chosenZone).DateTime);
            var first = parsed.GetValue(last) is { } count ? FirstOf(parsed.GetValue(kind), count, today) : parsed.GetValue(since);
            var request = new ReportRequest(parsed.GetValue(kind), chosenZone, first, parsed.GetValue(until), parsed.GetValue(agent));
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

            return Task.FromResult(0);
        });
        return command;
    }

    /// <summary>Reads what is new and adds up what was asked for.</summary>
    internal static Report Make(ReportRequest request, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var agents = AgentRegistry.All.Where(agent => request.Agent is null || agent.Name == request.Agent);
        var (state, calls) = new UsageMemory(surroundings).RefreshAll(agents, cancellationToken);
        using var open = calls;
        return new ReportBuilder(request, state.Names).Build(state, calls);
    }

    private static DateOnly FirstOf(ReportKind kind, int count, DateOnly today) => kind switch
    {
        ReportKind.Weekly => today.AddDays(-(((int)today.DayOfWeek + 6) % 7)).AddDays(-7 * (count - 1)),
        ReportKind.Monthly => new DateOnly(today.Year, today.Month, 1).AddMonths(1 - count),
        _ => today.AddDays(1 - count),
    };

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
