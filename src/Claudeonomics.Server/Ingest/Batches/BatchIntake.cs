using System.Diagnostics;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;
using Claudeonomics.Core.Wire;
using Claudeonomics.Server.Ingest.Mapping;
using Claudeonomics.Server.Ingest.Otlp;
using Microsoft.Extensions.Options;

namespace Claudeonomics.Server.Ingest.Batches;

/// <summary>What happens to one usage batch, whatever brought it: decompressed, read, mapped, appended.</summary>
internal sealed partial class BatchIntake(
    OriginTable origins, KeyedHash hash, CompanyCalendar calendar, IUsageLedger ledger, IDayTotalLedger days, BodyBudget budget,
    IngestMetrics metrics, IOptions<IngestOptions> options, TimeProvider clock, ClockDoubt doubt, ILogger<BatchIntake> logger)
{
    public const string Signal = "usage";

    private readonly int _maxBytes = options.Value.MaxDecompressedMiB * 1024 * 1024;
    private readonly int _maxFacts = options.Value.MaxFactsPerRequest;

    /// <returns>The answer, given only once every fact is durable; or the outcome that refuses the whole body.</returns>
    public async Task<(UsageBatchAnswer? Answer, IngestOutcome Outcome)> AcceptAsync(
        ArraySegment<byte> body, BodyEncoding encoding, BatchGrant grant)
    {
        var (batch, refusal) = Read(body, encoding);
        if (batch is null)
        {
            return (null, refusal);
        }

        var startedAt = Stopwatch.GetTimestamp();
        var facts = new FactBatch();
        var mapper = new BatchMapper(origins, hash, calendar, grant, batch, clock.GetUtcNow());
        foreach (var hour in batch.Hours)
        {
            mapper.Add(hour, facts);
        }

        DayReading[] totals = [.. (batch.Days ?? []).Select(mapper.Read).OfType<DayReading>()];
        metrics.Timed(Signal, "map", startedAt);
        if (doubt.Of(mapper.Tally) is { } doubtful)
        {
            return (null, doubtful);
        }

        startedAt = Stopwatch.GetTimestamp();
        var (appended, unavailable) = await AppendAsync(facts, totals);
        metrics.Timed(Signal, "append", startedAt);
        if (appended is not var (outcome, known))
        {
            return (null, unavailable);
        }

        mapper.Tally.Refuse(known, DropReason.TooOld);

        mapper.Tally.Refuse(outcome.Refused, DropReason.ConversationFull);
        mapper.Tally.Refuse(outcome.Superseded, DropReason.Superseded);
        metrics.Mapped(Signal, mapper.Tally);
        metrics.Appended(outcome);
        return (AnswerOf(outcome, mapper.Tally), new(IngestOutcomeKind.Accepted));
    }

    private (UsageBatch? Batch, IngestOutcome Refusal) Read(ArraySegment<byte> body, BodyEncoding encoding)
    {
        var startedAt = Stopwatch.GetTimestamp();
        using var decompressed = new PooledBytes(budget);
        if (encoding is BodyEncoding.Gzip)
        {
            if (Gzip.Decompress(body, decompressed, _maxBytes) is { } failure)
            {
                return (null, failure switch
                {
                    IngestOutcomeKind.TooLarge => new(failure, $"More than {_maxBytes} bytes after decompression; send fewer hours at once."),
                    IngestOutcomeKind.Malformed => new(failure, "The body is not whole gzip data."),
                    _ => new(failure, "Too many bodies at once."),
                });
            }

            body = decompressed.Segment;
        }

        var reading = UsageBatchJson.Read(body, _maxFacts);
        metrics.Timed(Signal, "read", startedAt);
        return (reading.Batch, reading switch
        {
            { Batch: not null } => default,
            { HasTooMany: true } => new(IngestOutcomeKind.TooLarge, $"{reading.Problem} Send fewer hours at once."),
            _ => new(IngestOutcomeKind.Malformed, reading.Problem!),
        });
    }

    // Hours and totals are two appends: if the second one fails the sender has both still, and what was kept of the first changes nothing.
    private async Task<((AppendOutcome Outcome, int Known)? Appended, IngestOutcome Refusal)> AppendAsync(FactBatch facts, DayReading[] totals)
    {
        try
        {
            // Facts that were taken are committed whether or not their sender still waits.
            if (await ledger.AppendAsync(facts, CancellationToken.None) is not { } appended)
            {
                return (null, new(IngestOutcomeKind.Busy, "The queue is full."));
            }

            if (totals.Length == 0)
            {
                return ((appended, 0), default);
            }

            return await days.AppendDaysAsync(totals) is { } told
                ? ((new(appended.Accepted + told.Accepted, appended.Duplicates + told.Duplicates, appended.Refused,
                    appended.Corrected + told.Corrected, appended.Superseded + told.Superseded), told.Known), default)
                : (null, new(IngestOutcomeKind.Busy, "The queue is full."));
        }
        catch (LedgerUnavailableException unavailable)
        {
            LogUnavailable(unavailable);
            return (null, new(IngestOutcomeKind.Unavailable, "The store cannot take facts now."));
        }
    }

    private static UsageBatchAnswer AnswerOf(AppendOutcome outcome, Tally tally)
    {
        var rejected = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var reason in Enum.GetValues<DropReason>())
        {
            if (tally.RejectedFor(reason) is > 0 and var count)
            {
                rejected.Add(DropReasonNames.Of(reason), count);
            }
        }

        return new(outcome.Accepted, outcome.Duplicates, outcome.Corrected, rejected);
    }

    [LoggerMessage(EventId = 1011, Level = LogLevel.Error, Message = "The store refused a usage batch")]
    private partial void LogUnavailable(Exception exception);
}
