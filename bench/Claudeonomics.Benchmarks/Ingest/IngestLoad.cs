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

/// <summary>Bodies of one kind, ready to be sent, in rounds that are sent once each; the first only warms up.</summary>
/// <param name="Name">Of the figure.</param>
internal sealed record IngestLoad(string Name, IReadOnlyList<IReadOnlyList<LoadRequest>> Rounds);

/// <summary>Makes the bodies of all kinds and keeps the truth about them by e-mail.</summary>
internal sealed class IngestLoads(string key, int people, int recordsPerRound, int rounds)
{
    private readonly DateTimeOffset _until = DateTimeOffset.UtcNow;

    public Dictionary<string, Truth> Truths { get; } = [];

    public List<SimulatedPerson> People { get; } = [];

    /// <summary>Claude Code's log records, so many in each body.</summary>
    public IngestLoad ClaudeCode(string name, ulong seed, int recordsPerBody, bool isCompressed, int records)
    {
        var bodies = new ClaudeCodeBodies(CompanyOf(seed), _until, recordsPerBody, isCompressed ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
        return Rounds(name, records, () => Next(bodies, isCompressed));
    }

    /// <summary>What all agents of a company send: logs, metrics and spans of five seconds each, some of them twice.</summary>
    public IngestLoad Company(string name, ulong seed, int records)
    {
        var company = CompanyOf(seed);
        var stream = new ActivityStream(company, _until.AddDays(-20), _until);
        var encoder = new OtlpEncoder();
        return Rounds(name, records, () =>
        {
            if (!stream.TryRead(out var export))
            {
                throw new InvalidOperationException("The company has nothing more to say; ask for fewer records or more people.");
            }

            var (calls, tokens) = (0, 0L);
            foreach (ref readonly var act in export.Acts)
            {
                if (act.Kind is ActKind.Call && !export.IsResend)
                {
                    calls++;
                    tokens += act.Truth.TotalTokens;
                }
            }

            Note(export.Person, calls, tokens);
            var gzip = encoder.EncodeGzip(export, CompressionLevel.Optimal, out _);
            return LoadRequest.Post("/" + OtlpEncoder.PathOf(export.Signal), key, "gzip", gzip, export.Acts.Length);
        });
    }

    public LoadRequest Next(ClaudeCodeBodies bodies, bool isCompressed)
    {
        var body = bodies.Next();
        Note(body.Person, body.Calls, body.Tokens);
        return isCompressed
            ? LoadRequest.Post("/v1/logs", key, "gzip", body.Gzip, body.Records)
            : LoadRequest.Post("/v1/logs", key, null, Decompress(body), body.Records);
    }

    public Company CompanyOf(ulong seed)
    {
        var company = Simulator.People.Company.Create(new(people, seed, DateOnly.FromDateTime(_until.UtcDateTime)));
        People.AddRange(company.People);
        return company;
    }

    private static byte[] Decompress(OtlpBody body)
    {
        var plain = new byte[body.Length];
        using var gzip = new GZipStream(new MemoryStream(body.Gzip), CompressionMode.Decompress);
        gzip.ReadExactly(plain);
        return plain;
    }

    private IngestLoad Rounds(string name, int records, Func<LoadRequest> next)
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

    public IReadOnlyList<IngestLoad> Kinds() =>
    [
        ClaudeCode("durableRecordsPerSecond150", 1, 150, isCompressed: true, recordsPerRound),
        ClaudeCode("durableRecordsPerSecond20", 2, 20, isCompressed: true, recordsPerRound),
        ClaudeCode("durableRecordsPerSecondPlain", 3, 150, isCompressed: false, recordsPerRound / 4),
        Company("durableRecordsPerSecondAllAgents", 4, recordsPerRound / 4),
    ];
}
