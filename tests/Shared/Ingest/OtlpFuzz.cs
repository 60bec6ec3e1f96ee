using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Ingest;
using Claudeonomics.Server.Ingest.Otlp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Claudeonomics.TestShared.Ingest;

/// <summary>One made-up body: what it claims to be, and its bytes.</summary>
internal sealed record FuzzBody(string Signal, BodyFormat Format, BodyEncoding Encoding, byte[] Bytes);

/// <summary>Sends mutated bodies of every kind through the intake. Each is made from the seed and its number alone, so that one that fails can be made again.</summary>
internal sealed class OtlpFuzz : IDisposable
{
    private readonly int _seed;
    private readonly FirstFault _faults = new();
    private readonly ServiceProvider _services;
    private readonly (string Signal, byte[] Protobuf, byte[] Json)[] _corpus;

    /// <param name="seed">The same seed makes the same bodies.</param>
    /// <param name="corpus">Whole bodies to start from, with their signal; each in both formats.</param>
    public OtlpFuzz(int seed, params (string Signal, OtlpNode Request)[] corpus)
    {
        _seed = seed;
        _corpus = [.. corpus.Select(item => (item.Signal, item.Request.ToProtobuf(), item.Request.ToJson()))];
        _services = new ServiceCollection()
            .AddLogging(logging => logging.ClearProviders().AddProvider(_faults))
            .AddSingleton<IIngestGate>(new FakeGate())
            .AddSingleton<IUsageLedger>(new DiscardingLedger())
            .AddSingleton<TimeProvider>(new ManualClock(Otlp.Now))
            .AddSingleton(IngestHarness.Hash)
            .AddOtlpIngest(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build())
            .BuildServiceProvider();
    }

    /// <summary>Bodies of all signals, of the shapes of all agents.</summary>
    public static (string Signal, OtlpNode Request)[] DefaultCorpus()
    {
        var at = Otlp.Now.AddMinutes(-5);
        return
        [
            ("logs", Bodies.ClaudeLogs(Bodies.ClaudeTurns(6, at))),
            ("logs", Bodies.CodexLogs(Bodies.CodexEvent(
                "codex.sse_event", at, "event.kind", "response.completed", "input_token_count", "5000", "output_token_count", "250",
                "cached_token_count", 4000, "user.email", "dev@corp.example"))),
            ("logs", Bodies.GeminiLogs(Bodies.GeminiEvent(
                "gemini_cli.api_response", at, "model", "gemini-3-pro", "input_token_count", 900, "output_token_count", 80,
                "thoughts_token_count", 40, "total_token_count", 1020.0, "list", new object?[] { 1, "two", new object?[] { null, 3.0 } }))),
            ("metrics", Bodies.ClaudeMetrics(
                Otlp.Sum("claude_code.token.usage", 1, Otlp.Point(at.AddSeconds(-60), at, 24.0, "session.id", Bodies.Session, "type", "input")),
                Otlp.Histogram("unrelated", 2, Otlp.HistogramPoint(at.AddSeconds(-60), at, 1.5)))),
            ("metrics", Otlp.Metrics(["service.name", "bot"], "s", Otlp.Histogram("gen_ai.client.token.usage", 2, Otlp.HistogramPoint(
                at.AddSeconds(-60), at, 900.0, "gen_ai.conversation.id", "c", "gen_ai.token.type", "input")))),
            ("traces", Otlp.Traces(["service.name", "bot"], "s", Otlp.Span(
                "chat", at, [.. Enumerable.Range(1, 16).Select(i => (byte)i)], new byte[8],
                "gen_ai.usage.input_tokens", 5, "gen_ai.usage.output_tokens", 7, "map", new Dictionary<string, object?> { ["k"] = true }))),
        ];
    }

    /// <summary>The body of that number.</summary>
    public FuzzBody Body(int number)
    {
        var random = new Random(unchecked((_seed * 1_000_003) + number));
        var format = random.Next(3) == 0 ? BodyFormat.Json : BodyFormat.Protobuf;
        var (signal, bytes) = random.Next(2) == 0 ? Broken(format, random) : Senseless(format, random);

        // Now and then a body is sent as another signal or format than it is.
        signal = random.Next(20) == 0 ? new[] { "logs", "metrics", "traces" }[random.Next(3)] : signal;
        format = random.Next(50) == 0 ? BodyFormat.Json : format;
        if (random.Next(4) != 0)
        {
            return new(signal, format, BodyEncoding.Identity, bytes);
        }

        var zipped = IngestHarness.Gzip(bytes);
        return new(signal, format, BodyEncoding.Gzip, random.Next(2) == 0 ? zipped : Mutate(zipped, random));
    }

    /// <summary>Sends the bodies of these numbers.</summary>
    /// <returns>How many ended in which outcome.</returns>
    /// <exception cref="InvalidOperationException">A body ended in anything but the outcomes that a body can have.</exception>
    public async Task<Dictionary<string, int>> RunAsync(int first, int count, CancellationToken cancellationToken)
    {
        var outcomes = new Dictionary<string, int>();
        for (var number = first; number < first + count; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var body = Body(number);
            var grant = number % 2 == 0 ? FakeGate.Personal : FakeGate.Shared;
            var outcome = await ServiceOf(body.Signal).ExportAsync(new(body.Bytes, body.Format, body.Encoding), grant);
            if (outcome.Kind is not (IngestOutcomeKind.Accepted or IngestOutcomeKind.Malformed or IngestOutcomeKind.TooLarge))
            {
                throw new InvalidOperationException($"Body {number} of seed {_seed} ended as {outcome}.", _faults.Exception);
            }

            var name = outcome.Kind is IngestOutcomeKind.Accepted && outcome.Rejected > 0 ? "partial" : IngestOutcome.NameOf(outcome.Kind);
            outcomes[name] = outcomes.GetValueOrDefault(name) + 1;
        }

        if (_services.GetRequiredService<BodyBudget>().TakenBytes is not 0 and var kept)
        {
            throw new InvalidOperationException($"{kept} bytes of bodies were never given back.");
        }

        return outcomes;
    }

    public void Dispose() => _services.Dispose();

    private OtlpService ServiceOf(string signal) => signal switch
    {
        "logs" => _services.GetRequiredService<OtlpLogsService>(),
        "metrics" => _services.GetRequiredService<OtlpMetricsService>(),
        _ => _services.GetRequiredService<OtlpTracesService>(),
    };

    // A whole body of an agent with a few bytes changed: wrong on the outside.
    private (string Signal, byte[] Bytes) Broken(BodyFormat format, Random random)
    {
        var (signal, protobuf, json) = _corpus[random.Next(_corpus.Length)];
        var bytes = format is BodyFormat.Json ? json : protobuf;
        for (var times = random.Next(1, 6); times > 0; times--)
        {
            bytes = Mutate(bytes, random);
        }

        return (signal, bytes);
    }

    // Well-formed bytes that make no sense: wrong on the inside.
    private static (string Signal, byte[] Bytes) Senseless(BodyFormat format, Random random)
    {
        var (signal, request) = FuzzRequests.Make(random);
        return (signal, format is BodyFormat.Json ? request.ToJson() : request.ToProtobuf());
    }

    private byte[] Mutate(byte[] bytes, Random random)
    {
        if (bytes.Length == 0)
        {
            return [(byte)random.Next(256)];
        }

        var at = random.Next(bytes.Length);
        var length = Math.Min(random.Next(1, 40), bytes.Length - at);
        var copy = bytes.ToArray();
        switch (random.Next(10))
        {
            case 0:
                copy[at] ^= (byte)(1 << random.Next(8));
                return copy;
            case 1:
                copy[at] = (byte)random.Next(256);
                return copy;
            case 2:
                return bytes[..at];
            case 3:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 4:
                return [.. bytes[..at], .. bytes[at..(at + length)], .. bytes[at..]];
            case 5:
                random.NextBytes(copy.AsSpan(at, length));
                return copy;
            case 6:
                // A varint that says more than there is.
                return [.. bytes[..at], 0xFF, 0xFF, 0xFF, 0xFF, (byte)random.Next(16), .. bytes[at..]];
            case 7:
                copy[at] = (byte)"{}[]\",:0-eE.\\ntfu"[random.Next(17)];
                return copy;
            case 8:
                var other = _corpus[random.Next(_corpus.Length)].Protobuf;
                return [.. bytes[..at], .. other[random.Next(other.Length)..]];
            default:
                copy[at] = random.Next(2) == 0 ? (byte)0 : (byte)0x80;
                return copy;
        }
    }

    private sealed class DiscardingLedger : IUsageLedger
    {
        public LedgerHead Head { get; } = new(0, "");

        public Task<AppendOutcome?> AppendAsync(FactBatch facts, CancellationToken cancellationToken) =>
            Task.FromResult<AppendOutcome?>(new(facts.Count, 0));

        public Task<LedgerVerification> VerifyAsync(KeptHead? expected, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }

    private sealed class FirstFault : ILoggerProvider, ILogger
    {
        public Exception? Exception { get; private set; }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Exception ??= exception;

        public void Dispose()
        {
        }
    }
}
