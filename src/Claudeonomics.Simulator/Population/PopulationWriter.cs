using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Claudeonomics.Core.Usage;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Fairness;
using Claudeonomics.Simulator.People;
using Claudeonomics.Simulator.Truth;

namespace Claudeonomics.Simulator.Population;

/// <summary>Writes a company and its events as lines of JSON. README.md in the project describes them.</summary>
/// <param name="output">Is closed with the writer.</param>
public sealed class PopulationWriter(Stream output) : IDisposable
{
    /// <summary>Raised when a line gets another meaning; readers refuse what they do not know.</summary>
    internal const int Format = 1;

    private readonly Utf8JsonWriter _json = new(output);
    private long _bodies;

    public void WriteCompany(IExportSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Line(new PopulationLine { Type = LineType.Company, Format = Format, People = source.People.Count });
        foreach (var team in source.Teams)
        {
            Line(new PopulationLine { Type = LineType.Team, Team = team.Ordinal, Name = team.Name, Parent = team.Parent < 0 ? null : team.Parent });
        }

        foreach (var person in source.People)
        {
            Line(new PopulationLine
            {
                Type = LineType.Person,
                Name = person.Name,
                Email = person.Email,
                Role = person.Role,
                Team = person.Team,
                TimeZone = person.Zone.Id,
                UtcOffsetHours = person.Zone.UtcOffset.TotalHours,
                Participates = person.Participation,
                WorkingDays = person.WorkingDaysPerWeek,
                Archetype = person.Archetype is Archetype.Ordinary ? null : person.Archetype,
            });
        }
    }

    public void Write(in Export export)
    {
        _bodies++;
        foreach (ref readonly var act in export.Acts)
        {
            Line(act.Kind is ActKind.Call ? CallOf(Event(export, act), act) : SignalOf(Event(export, act), act));
        }
    }

    public void WriteTruth(TruthBook truth, IReadOnlyList<SimulatedPerson> people)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(people);
        var cells = truth.Cells.OrderBy(static cell => cell.Key.Person).ThenBy(static cell => cell.Key.Day)
            .ThenBy(static cell => cell.Key.Conversation).ThenBy(static cell => cell.Key.Origin.Model, StringComparer.Ordinal);
        foreach (var ((person, day, origin, conversation), (requests, tokens, _)) in cells)
        {
            Line(
                new TruthLine(
                    people[person].Email, day, origin.Agent, origin.Provider, origin.Model, conversation, requests,
                    tokens.UncachedInputTokens, tokens.CacheReadTokens, tokens.CacheWrite5mTokens, tokens.CacheWrite1hTokens,
                    tokens.CacheWriteUnknownTokens, tokens.OutputTokens, tokens.ReasoningTokens),
                PopulationJson.Default.TruthLine);
        }
    }

    public void Dispose()
    {
        _json.Dispose();
        output.Dispose();
    }

    private PopulationLine Event(in Export export, in Act act) => new()
    {
        Type = act.Kind is ActKind.Call ? LineType.Call : LineType.Signal,
        Body = _bodies,
        ArrivedAt = DateTimeOffset.FromUnixTimeMilliseconds(export.ArrivedAtUnixMs),
        Person = export.Person.Email,
        Sent = export.Signal,
        Conversation = export.Conversation,
        At = DateTimeOffset.FromUnixTimeMilliseconds(act.AtUnixMs),
        Agent = act.Origin.Agent,
        Provider = act.Origin.Provider,
        Model = act.Origin.Model,
        Truth = new(
            !export.IsResend, export.IsAttended,
            act.Kind is ActKind.Call && act.Origin.Provider == Act.AnthropicProvider ? act.WritesLiveAnHour : null,
            export.Worth is Worth.Useful ? null : export.Worth),
    };

    private static PopulationLine CallOf(PopulationLine line, in Act call) => line with
    {
        Sequence = call.Sequence,
        Prompt = call.Prompt,
        Id = IdText(call),
        UncachedInput = call.UncachedInput,
        CacheRead = call.CacheRead,
        CacheWrite = call.CacheWrite,
        Output = call.Output,
        Reasoning = call.Reasoning,
        CostUsdMicros = call.CostMicros < 0 ? null : call.CostMicros,
        DurationMs = call.DurationMs,
    };

    private static PopulationLine SignalOf(PopulationLine line, in Act act) => act.Kind switch
    {
        ActKind.Prompt => line with { Kind = SignalType.Prompt, Sequence = act.Sequence, Prompt = act.Prompt },
        ActKind.Decision or ActKind.ToolResult => line with
        {
            Kind = act.Kind is ActKind.Decision ? SignalType.Decision : SignalType.ToolResult,
            Sequence = act.Sequence,
            Prompt = act.Prompt,
            Id = IdText(act),
            Tool = act.Tool,
            DecidedBy = act.Decider,
            DurationMs = act.DurationMs,
        },
        ActKind.Error => line with
        {
            Kind = SignalType.Error,
            Sequence = act.Sequence,
            Prompt = act.Prompt,
            Id = IdText(act),
            Status = act.Status,
            Attempt = act.Attempt,
        },
        _ => line with
        {
            Kind = SignalType.Counter,
            Measure = act.Measure,
            Value = act.Value,
            StartedAt = DateTimeOffset.FromUnixTimeMilliseconds(act.StartUnixMs),
        },
    };

    private static string IdText(in Act act) => act.Id.ToString("x16", CultureInfo.InvariantCulture);

    private void Line(PopulationLine line) => Line(line, PopulationJson.Default.PopulationLine);

    private void Line<T>(T line, JsonTypeInfo<T> type)
    {
        JsonSerializer.Serialize(_json, line, type);
        _json.Flush();
        _json.Reset();
        output.Write("\n"u8);
    }
}
