using System.IO.Compression;
using Claudeonomics.Benchmarks.Load;
using Claudeonomics.Simulator.Activity;
using Claudeonomics.Simulator.People;
using Claudeonomics.Simulator.Wire;

namespace Claudeonomics.Benchmarks.Ingest;

/// <summary>Tokens and calls that somebody really used.</summary>
internal sealed class Truth
{
    public long Tokens { get; set; }

    public long Calls { get; set; }
}

/// <summary>Bodies of one kind, ready to be sent, in rounds of which the first only warms up.</summary>
/// <param name="Name">Of the figure.</param>
internal sealed record IngestLoad(string Name, IReadOnlyList<IReadOnlyList<LoadRequest>> Rounds);

/// <summary>Makes the bodies of all kinds and keeps the truth about them by e-mail.</summary>
internal sealed class IngestLoads
{
    // No two kinds tell of the same calls, so each plays a company of its own; a few names they share.
    public const int AllKinds = 7;

    private readonly DateTimeOffset _until;
    private readonly string _key;
    private readonly Company[] _companies;

    /// <param name="key">An ingest key.</param>
    /// <param name="people">Of each company.</param>
    /// <param name="companies">How many kinds there will be.</param>
    /// <param name="until">Everything happened before it.</param>
    public IngestLoads(string key, int people, int companies, DateTimeOffset until)
    {
        (_key, _until) = (key, until);
        var lastDay = DateOnly.FromDateTime(_until.UtcDateTime);
        _companies = [.. Enumerable.Range(1, companies).Select(seed => Company.Create(new(people, (ulong)seed, lastDay)))];
    }

    public Dictionary<string, Truth> Truths { get; } = [];

    public IEnumerable<SimulatedPerson> People => _companies.SelectMany(static company => company.People);

    /// <summary>All kinds, each made when its turn comes.</summary>
    public IEnumerable<IngestLoad> Kinds(int recordsPerRound, int rounds)
    {
        yield return ClaudeCode("durableRecordsPerSecond150", 0, 150, isCompressed: true, recordsPerRound, rounds);
        yield return ClaudeCode("durableRecordsPerSecond20", 1, 20, isCompressed: true, recordsPerRound / 2, rounds);
        yield return ClaudeCode("durableRecordsPerSecondPlain", 2, 150, isCompressed: false, recordsPerRound / 4, rounds);
        yield return AllAgents("durableRecordsPerSecondAllAgents", 3, recordsPerRound / 4, rounds);
    }

    /// <summary>For freshness: sent evenly while probes are on their way.</summary>
    public IngestLoad Background(int records) => ClaudeCode("background", 4, 150, isCompressed: true, records, rounds: 0);

    /// <summary>Bodies without end, of 20 and 150 records in turn, packed in haste.</summary>
    public Func<LoadRequest> WarmUp()
    {
        ClaudeCodeBodies[] bodies =
        [
            new(_companies[5], _until, 20, CompressionLevel.Fastest),
            new(_companies[6], _until, 150, CompressionLevel.Fastest),
        ];
        var turn = 0;
        return () => Next(bodies[turn++ % bodies.Length], isCompressed: true);
    }

    /// <summary>Claude Code's log records, so many in each body.</summary>
    public IngestLoad ClaudeCode(string name, int company, int recordsPerBody, bool isCompressed, int records, int rounds)
    {
        var bodies = new ClaudeCodeBodies(_companies[company], _until, recordsPerBody, isCompressed ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
        return Rounds(name, records, rounds, () => Next(bodies, isCompressed));
    }

    /// <summary>What all agents of a company send: logs, metrics and spans of five seconds each, some of them twice.</summary>
    private IngestLoad AllAgents(string name, int company, int records, int rounds)
    {
        var stream = new ActivityStream(_companies[company], _until.AddDays(-20), _until);
        var encoder = new OtlpEncoder();

        var told = new HashSet<Guid>();
        return Rounds(name, records, rounds, () =>
        {
            var export = NextOf(stream, told);
            var (calls, tokens) = (0, 0L);
            foreach (ref readonly var act in export.Acts)
            {
                if (act.Kind is ActKind.Call && !export.IsResend)
                {
                    told.Add(export.Conversation);
                    calls++;
                    tokens += act.Truth.TotalTokens;
                }
            }

            Note(export.Person, calls, tokens);
            var gzip = encoder.EncodeGzip(export, CompressionLevel.Optimal, out _);
            return LoadRequest.Post("/" + OtlpEncoder.PathOf(export.Signal), _key, "gzip", gzip, export.Acts.Length);
        });
    }

    // The stream is cut off, so a conversation's counters may be sent while the export with its calls is still on its way: up to a day late.
    // The product counts counters while it knows of no call, and the truth knows of calls only: so such counters are left out.
    private static Export NextOf(ActivityStream stream, HashSet<Guid> told)
    {
        while (stream.TryRead(out var export))
        {
            if (export.Signal is not ExportSignal.Metrics || told.Contains(export.Conversation))
            {
                return export;
            }
        }

        throw new InvalidOperationException("The company has nothing more to say; ask for fewer records or more people.");
    }

    public LoadRequest Next(ClaudeCodeBodies bodies, bool isCompressed)
    {
        var body = bodies.Next();
        Note(body.Person, body.Calls, body.Tokens);
        return isCompressed
            ? LoadRequest.Post("/v1/logs", _key, "gzip", body.Gzip, body.Records)
            : LoadRequest.Post("/v1/logs", _key, null, Decompress(body), body.Records);
    }

    private static byte[] Decompress(OtlpBody body)
    {
        var plain = new byte[body.Length];
        using var gzip = new GZipStream(new MemoryStream(body.Gzip), CompressionMode.Decompress);
        gzip.ReadExactly(plain);
        return plain;
    }

    private static IngestLoad Rounds(string name, int records, int rounds, Func<LoadRequest> next)
    {
        var all = new List<IReadOnlyList<LoadRequest>>();
        for (var round = 0; round <= rounds; round++)
        {
            var requests = new List<LoadRequest>();
            for (var sent = 0; sent < records; sent += requests[^1].Weight)
            {
                requests.Add(next());
            }

            all.Add(requests);
        }

        return new(name, all);
    }

    private void Note(SimulatedPerson person, int calls, long tokens)
    {
        if (!Truths.TryGetValue(person.Email, out var truth))
        {
            Truths.Add(person.Email, truth = new());
        }

        truth.Calls += calls;
        truth.Tokens += tokens;
    }
}
