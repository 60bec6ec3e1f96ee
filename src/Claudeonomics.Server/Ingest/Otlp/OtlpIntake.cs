using System.Diagnostics;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Ingest.Mapping;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;

namespace Claudeonomics.Server.Ingest.Otlp;

/// <summary>What happens to one body, whatever its signal and transport.</summary>
internal sealed partial class OtlpIntake
{
    // Requests at work at once need one each, and as many as the ledger's queue holds may wait for their commit; beyond this many idle ones
    // are left to the collector. Each holds at most some 300 KB of lists.
    private const int MaxIdle = 256;

    private readonly (string Name, Step Run)[] _steps;
    private readonly DefaultObjectPool<OtlpWork> _works;
    private readonly IUsageLedger _ledger;
    private readonly IngestMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly ClockDoubt _doubt;
    private readonly ILogger<OtlpIntake> _log;
    private readonly IToolsSeen? _tools;
    private readonly int _maxBytes;
    private readonly int _maxFacts;

    public OtlpIntake(
        MapperRegistry registry, OriginTable origins, KeyedHash hash, IIngestGate gate, IUsageLedger ledger, BodyBudget budget,
        IngestMetrics metrics, IOptions<IngestOptions> options, TimeProvider clock, ClockDoubt doubt, ILogger<OtlpIntake> log,
        IToolsSeen? tools = null)
    {
        (_ledger, _metrics, _clock, _doubt, _log, _tools) = (ledger, metrics, clock, doubt, log, tools);
        _maxBytes = options.Value.MaxDecompressedMiB * 1024 * 1024;
        _maxFacts = options.Value.MaxFactsPerRequest;
        _works = new(new WorkPolicy(() => new(budget, new(registry.Attributes), new(registry.Names, hash, origins, gate))), MaxIdle);
        _steps =
        [
            ("decompress", Decompress),
            ("transcode", Transcode),
            ("map", Map),
            ("append", Append),
        ];
    }

    /// <returns>The outcome that ends the request, or <see langword="null"/> to go on.</returns>
    private delegate ValueTask<IngestOutcome?> Step(OtlpWork work);

    /// <summary>Takes a body through all steps.</summary>
    /// <returns>Accepted only once every fact is durable.</returns>
    public async Task<IngestOutcome> AcceptAsync(OtlpSignal signal, OtlpBody body, IngestGrant grant)
    {
        var work = _works.Get();
        IngestOutcome outcome;
        try
        {
            work.Begin(signal, body, grant, _clock.GetUtcNow());
            outcome = await RunAsync(work);
        }
        catch (Exception fault)
        {
            // Nothing was acknowledged, so the sender may try again; meanwhile somebody looks at the log. The facts are left to
            // the collector: whatever failed may still hold them.
            LogFailed(fault, signal.Name);
            work.GiveBackBuffers();
            return new(IngestOutcomeKind.Unavailable, "The intake failed.");
        }

        work.GiveBackBuffers();
        _works.Return(work);
        return outcome;
    }

    private async ValueTask<IngestOutcome> RunAsync(OtlpWork work)
    {
        foreach (var (name, step) in _steps)
        {
            var startedAt = Stopwatch.GetTimestamp();
            var ended = await step(work);
            _metrics.Timed(work.Signal.Name, name, startedAt);
            if (ended is { } outcome)
            {
                return outcome;
            }
        }

        _metrics.Mapped(work.Signal.Name, work.Sink.Tally);
        return IngestOutcome.Of(work.Sink.Tally);
    }

    private ValueTask<IngestOutcome?> Decompress(OtlpWork work)
    {
        if (work.Body.Encoding is BodyEncoding.Identity)
        {
            return new(work.Bytes.Count > _maxBytes ? TooLarge() : null);
        }

        var failure = Gzip.Decompress(work.Bytes, work.Decompressed, _maxBytes);
        work.Bytes = work.Decompressed.Segment;
        return new(failure switch
        {
            null => null,
            IngestOutcomeKind.TooLarge => TooLarge(),
            IngestOutcomeKind.Malformed => new IngestOutcome(IngestOutcomeKind.Malformed, "The body is not whole gzip data."),
            { } kind => new IngestOutcome(kind, "Too many bodies at once."),
        });
    }

    private ValueTask<IngestOutcome?> Transcode(OtlpWork work)
    {
        if (work.Body.Format is BodyFormat.Protobuf)
        {
            return default;
        }

        if (!work.Transcoded.TryReserve(JsonTranscoder.MaxLength(work.Bytes.Count)))
        {
            return new(new IngestOutcome(IngestOutcomeKind.Busy, "Too many bodies at once."));
        }

        if (!JsonTranscoder.TryTranscode(work.Bytes, work.Signal.Json, work.Transcoded.Free, out var length))
        {
            return new(new IngestOutcome(IngestOutcomeKind.Malformed, "The body is not OTLP/JSON of this signal."));
        }

        work.Transcoded.Advance(length);
        work.Bytes = work.Transcoded.Segment;
        return default;
    }

    private ValueTask<IngestOutcome?> Map(OtlpWork work) => new(
        work.Signal.Decoder.Decode(work.Bytes, work.Attributes, work.Sink, _maxFacts) switch
        {
            DecodeResult.Done => _doubt.Of(work.Sink.Tally),
            DecodeResult.TooManyFacts => new IngestOutcome(IngestOutcomeKind.TooLarge, $"More than {_maxFacts} facts; send smaller batches."),
            _ => new IngestOutcome(IngestOutcomeKind.Malformed, "The body is not OTLP protobuf of this signal."),
        });

    private async ValueTask<IngestOutcome?> Append(OtlpWork work)
    {
        if (work.Sink.Facts.Count == 0)
        {
            return null;
        }

        // The facts say all that the body said. Many requests wait for one commit, and so many large buffers are more than the pool keeps.
        work.GiveBackBuffers();
        try
        {
            // Facts that were taken are committed whether or not their sender still waits, and the batch is theirs until then.
            if (await _ledger.AppendAsync(work.Sink.Facts, CancellationToken.None) is not { } appended)
            {
                return new(IngestOutcomeKind.Busy, "The queue is full.");
            }

            work.Sink.Tally.Refuse(appended.Refused, DropReason.ConversationFull);
            _metrics.Appended(appended);
            _tools?.Saw(work.Sink.Tools);
            return null;
        }
        catch (LedgerUnavailableException unavailable)
        {
            LogUnavailable(unavailable, work.Signal.Name);
            return new(IngestOutcomeKind.Unavailable, "The store cannot take facts now.");
        }
    }

    private IngestOutcome? TooLarge() =>
        new(IngestOutcomeKind.TooLarge, $"More than {_maxBytes} bytes after decompression; send smaller batches.");

    private sealed class WorkPolicy(Func<OtlpWork> create) : PooledObjectPolicy<OtlpWork>
    {
        public override OtlpWork Create() => create();

        public override bool Return(OtlpWork obj) => obj.IsWorthKeeping;
    }

    [LoggerMessage(EventId = 1001, Level = LogLevel.Error, Message = "The store refused a batch of {Signal}")]
    private partial void LogUnavailable(Exception exception, string signal);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Critical, Message = "The intake of {Signal} failed")]
    private partial void LogFailed(Exception exception, string signal);
}
