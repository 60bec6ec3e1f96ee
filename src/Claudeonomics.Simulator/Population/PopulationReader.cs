using System.Globalization;
using System.Text.Json;
using Claudeonomics.Core.Usage;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.People;

namespace Claudeonomics.Simulator.Population;

/// <summary>A population file is not what it should be.</summary>
public sealed class PopulationException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Reads what <see cref="PopulationWriter"/> writes, body by body.</summary>
public sealed class PopulationReader : IExportSource, IDisposable
{
    private readonly StreamReader _input;
    private readonly List<SimulatedPerson> _people = [];
    private readonly List<SimulatedTeam> _teams = [];
    private readonly Dictionary<string, SimulatedPerson> _byEmail = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Agent, string Provider, string Model), CallOrigin> _origins = [];
    private readonly ActBuffer _acts = new();
    private long _lineNumber;
    private PopulationLine? _next;

    /// <param name="input">Is closed with the reader.</param>
    /// <exception cref="PopulationException">It does not begin with a company.</exception>
    public PopulationReader(Stream input)
    {
        _input = new(input);
        ReadCompany();
    }

    public IReadOnlyList<SimulatedPerson> People => _people;

    public IReadOnlyList<SimulatedTeam> Teams => _teams;

    /// <exception cref="PopulationException">A line is not what it should be; the message names it.</exception>
    public bool TryRead(out Export export)
    {
        export = default;
        if (_next is not { } first)
        {
            return false;
        }

        _acts.Clear();
        while (_next is { } line && line.Body == first.Body)
        {
            try
            {
                AddAct(line);
            }
            catch (InvalidOperationException missing)
            {
                throw Wrong("lacks a member that its type needs", missing);
            }

            _next = ReadLine();
        }

        var person = _byEmail.GetValueOrDefault(first.Person ?? "") ?? throw Wrong($"is by '{first.Person}', who is no person of the file");
        var signal = first.Sent ?? throw Wrong("does not say what was sent");
        export = new()
        {
            PersonOrdinal = person.Ordinal,
            Person = person,
            Agent = KindOf(first.Agent, signal),
            Signal = signal,
            Conversation = first.Conversation ?? throw Wrong("has no conversation"),
            ArrivedAtUnixMs = (first.ArrivedAt ?? throw Wrong("does not say when it arrived")).ToUnixTimeMilliseconds(),
            IsResend = first.Truth is { Counts: false },
            IsAttended = first.Truth is { Attended: true },
            Worth = first.Truth?.Worth ?? default,
            Acts = _acts.Acts,
        };
        return true;
    }

    public void Dispose() => _input.Dispose();

    private void ReadCompany()
    {
        if (ReadLine() is not { Type: LineType.Company, Format: PopulationWriter.Format })
        {
            throw Wrong($"should be the company, format {PopulationWriter.Format}");
        }

        for (_next = ReadLine(); _next is { Type: LineType.Team or LineType.Person } line; _next = ReadLine())
        {
            if (line.Type is LineType.Team)
            {
                _teams.Add(new(_teams.Count, line.Name ?? throw Wrong("has no name"), line.Parent ?? -1));
            }
            else
            {
                AddPerson(line);
            }
        }
    }

    private void AddPerson(PopulationLine line)
    {
        var person = new SimulatedPerson(
            _people.Count, line.Name ?? throw Wrong("has no name"), line.Email ?? throw Wrong("has no email"), line.Role ?? "",
            line.Team ?? 0, new(line.TimeZone ?? "UTC", TimeSpan.FromHours(line.UtcOffsetHours ?? 0)),
            line.Participates ?? default, line.WorkingDays ?? 5, 0, 0, false, AgentModel.All[0], false,
            line.Archetype ?? default);
        _people.Add(person);
        if (!_byEmail.TryAdd(person.Email, person))
        {
            throw Wrong($"is a second person with {person.Email}");
        }
    }

    private void AddAct(PopulationLine line)
    {
        var kind = line.Type is LineType.Call ? ActKind.Call : line.Kind switch
        {
            SignalType.Prompt => ActKind.Prompt,
            SignalType.Decision => ActKind.Decision,
            SignalType.ToolResult => ActKind.ToolResult,
            SignalType.Error => ActKind.Error,
            SignalType.Counter => ActKind.Counter,
            _ => throw Wrong("is a signal without a kind"),
        };
        ref var act = ref _acts.Begin(kind, line.At!.Value.ToUnixTimeMilliseconds(), OriginOf(line));
        act.Sequence = line.Sequence ?? 0;
        act.Prompt = line.Prompt ?? 0;
        act.Id = line.Id is null ? 0 : ulong.Parse(line.Id, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        act.CostMicros = line.CostUsdMicros ?? -1;
        act.DurationMs = line.DurationMs ?? 0;
        if (kind is ActKind.Call)
        {
            act.UncachedInput = line.UncachedInput!.Value;
            act.CacheRead = line.CacheRead!.Value;
            act.CacheWrite = line.CacheWrite!.Value;
            act.Output = line.Output!.Value;
            act.Reasoning = line.Reasoning ?? 0;
            act.WritesLiveAnHour = line.Truth is { WritesLiveAnHour: true };
        }
        else if (kind is ActKind.Counter)
        {
            act.Measure = line.Measure!.Value;
            act.Value = line.Value!.Value;
            act.StartUnixMs = line.StartedAt!.Value.ToUnixTimeMilliseconds();
        }
        else
        {
            act.Tool = line.Tool ?? default;
            act.Decider = line.DecidedBy ?? default;
            act.Status = line.Status ?? 0;
            act.Attempt = line.Attempt ?? 0;
        }

        _acts.Keep();
    }

    private CallOrigin OriginOf(PopulationLine line)
    {
        var key = (line.Agent ?? throw Wrong("has no agent"), line.Provider ?? "", line.Model ?? CallOrigin.UnknownModel);
        if (!_origins.TryGetValue(key, out var origin))
        {
            _origins[key] = origin = new(key.Item1, key.Item2, key.Item3);
        }

        return origin;
    }

    private AgentKind KindOf(string? agent, ExportSignal signal) => agent switch
    {
        "claude-code" when signal is not ExportSignal.Traces => AgentKind.ClaudeCode,
        "codex" when signal is ExportSignal.Logs => AgentKind.Codex,
        "gemini-cli" when signal is not ExportSignal.Traces => AgentKind.GeminiCli,
        _ when signal is ExportSignal.Traces => AgentKind.OpenCode,
        _ => throw Wrong($"has {signal} of '{agent}', which are not simulated"),
    };

    private PopulationLine? ReadLine()
    {
        var text = _input.ReadLine();
        _lineNumber++;
        try
        {
            return text is null ? null : JsonSerializer.Deserialize(text, PopulationJson.Default.PopulationLine);
        }
        catch (JsonException wrong)
        {
            throw Wrong("is not a line of a population", wrong);
        }
    }

    private PopulationException Wrong(string what, Exception? inner = null) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Line {_lineNumber} {what}."), inner);
}
