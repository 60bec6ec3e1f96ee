using System.IO.Compression;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.Chance;
using Claudeonomics.Simulator.People;

namespace Claudeonomics.Simulator.Wire;

/// <summary>A compressed body ready to be sent, and what is in it.</summary>
/// <param name="Gzip">An <c>ExportLogsServiceRequest</c> in protobuf, compressed.</param>
/// <param name="Length">Before compression, in bytes.</param>
/// <param name="Calls">Records that are model calls; about one in 3.3.</param>
/// <param name="Tokens">Of these calls.</param>
/// <param name="Person">Whose they are.</param>
public sealed record OtlpBody(byte[] Gzip, int Length, int Records, int Calls, long Tokens, SimulatedPerson Person);

/// <summary>Makes bodies of Claude Code's event records for load tests: a given number of records each, no call twice.</summary>
/// <remarks>
/// Conversations follow one another, each long enough for about <see cref="RecordsPerConversation"/> records, so that bodies of any
/// size come from conversations of the usual length. Several factories with different seeds can work side by side.
/// </remarks>
public sealed class ClaudeCodeBodies
{
    private const int RecordsPerConversation = 160;

    // Conversations begin this long before the given moment, so that even slow ones are over by then.
    private const int LeastLeadMs = 12 * 3_600_000;
    private const int LeadSpreadMs = 12 * 3_600_000;

    private readonly Company _company;
    private readonly int[] _people;
    private readonly AgentModel[] _models = [.. AgentModel.All.Where(static model => model.Agent is AgentKind.ClaudeCode)];
    private readonly ConversationSteps _steps;
    private readonly OtlpEncoder _encoder = new();
    private readonly long _untilUnixMs;
    private readonly int _recordsPerBody;
    private readonly CompressionLevel _level;
    private readonly ActBuffer _acts = new();
    private int _played;
    private int _taken;
    private Conversation _conversation;

    /// <param name="company">Whose; its people take turns.</param>
    /// <param name="until">Everything happened in the day before this moment.</param>
    /// <param name="recordsPerBody">Exactly this many log records in each.</param>
    /// <param name="level">Agents compress at <see cref="CompressionLevel.Optimal"/>, zlib's default; <see cref="CompressionLevel.Fastest"/> makes bodies sooner.</param>
    public ClaudeCodeBodies(Company company, DateTimeOffset until, int recordsPerBody, CompressionLevel level)
    {
        ArgumentNullException.ThrowIfNull(company);
        ArgumentOutOfRangeException.ThrowIfLessThan(recordsPerBody, 1);
        _company = company;
        _untilUnixMs = until.ToUnixTimeMilliseconds();
        _steps = new(company, new(PriceBook.Embedded), 0, _untilUnixMs);
        _people = [.. company.People.Where(static person => person.MonthlyTokens > 0).Select(static person => person.Ordinal)];
        (_recordsPerBody, _level) = (recordsPerBody, level);
    }

    public OtlpBody Next()
    {
        while (_acts.Acts.Length - _taken < _recordsPerBody)
        {
            Play();
        }

        var acts = _acts.Acts.Slice(_taken, _recordsPerBody);
        var export = new Export
        {
            PersonOrdinal = _conversation.Person,
            Person = _company.People[_conversation.Person],
            Agent = AgentKind.ClaudeCode,
            Signal = ExportSignal.Logs,
            Conversation = Uuid4.Of(_conversation.IdHigh, _conversation.IdLow),
            ArrivedAtUnixMs = _untilUnixMs,
            IsResend = false,
            IsAttended = _conversation.IsAttended,
            Acts = acts,
        };
        _taken += _recordsPerBody;
        var (calls, tokens) = (0, 0L);
        foreach (ref readonly var act in acts)
        {
            if (act.Kind is ActKind.Call)
            {
                calls++;
                tokens += act.Truth.TotalTokens;
            }
        }

        var gzip = _encoder.EncodeGzip(export, _level, out var length);
        return new(gzip, length, _recordsPerBody, calls, tokens, export.Person);
    }

    // A conversation's acts, as many whole bodies of them as there are.
    private void Play()
    {
        var person = _people[_played % _people.Length];
        var wanted = Math.Max(1, RecordsPerConversation / _recordsPerBody) * _recordsPerBody;
        var planned = new PlannedSession(person, _played / _people.Length, _played, wanted, 0, IsAttended: true);
        var lead = LeastLeadMs + SplitMix64.For(_company.Options.Seed, Purpose.Session, _played).Below(LeadSpreadMs);
        _acts.Clear();
        _taken = 0;
        _conversation = _steps.Open(planned, _untilUnixMs - lead, _models[_played % _models.Length]);
        _played++;
        while (_conversation.RequestsLeft > 0 && _acts.Acts.Length < wanted)
        {
            _steps.PlayUntil(ref _conversation, _conversation.NextAt, _acts);
        }
    }
}
