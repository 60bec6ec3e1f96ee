using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Text;
using Claudeonomics.IntegrationTests.Agents.Running;
using Claudeonomics.IntegrationTests.Agents.StandIn;
using Claudeonomics.IntegrationTests.Agents.Telemetry;

namespace Claudeonomics.IntegrationTests.Agents.EndToEnd;

/// <summary>
/// A company in which every agent reports in every way it can. Everything is run once, for all tests: report, send each body a second
/// time, cut the server's power and start it again; after each step what the server answers is kept.
/// </summary>
public sealed class ReportingCompany : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, Outcome> _outcomes = [];

    private static IReadOnlyList<Reporter> Reporters { get; } = [.. AgentsThroughRelay(), .. AgentsStraight(), .. DotNet()];

    public static TheoryData<string> Names { get; } = new(Reporters.Select(reporter => reporter.Name));

    /// <summary>What became of a reporter's calls; throws what went wrong when it reported, also the skip where its agent is missing.</summary>
    internal Outcome Of(string name)
    {
        var outcome = _outcomes[name];
        outcome.Problem?.Throw();
        return outcome;
    }

    public async ValueTask InitializeAsync()
    {
        await using var server = await CompanyServer.StartAsync();
        await Parallel.ForEachAsync(
            Reporters, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            async (reporter, _) => _outcomes[reporter.Name] = await ReportAsync(reporter, server));
        var reported = _outcomes.Values.Where(outcome => outcome.Problem is null).ToList();
        await KeepAnswersAsync(server, reported, Step.Once);

        using (var onward = new OtlpReplay(server.Http, server.Grpc))
        {
            foreach (var outcome in reported)
            {
                foreach (var post in outcome.Posts)
                {
                    outcome.Note(post, await onward.SendAsync(post));
                }
            }
        }

        await KeepAnswersAsync(server, reported, Step.Twice);
        await server.RestartAsync();
        await KeepAnswersAsync(server, reported, Step.Restarted);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<Outcome> ReportAsync(Reporter reporter, CompanyServer server)
    {
        var outcome = new Outcome(reporter, await server.AddParticipantAsync(reporter.Name));
        try
        {
            using var onward = new OtlpReplay(server.Http, server.Grpc);
            await using var relay = await OtlpSink.StartAsync(onward);
            var target = reporter.Route == Route.Relayed
                ? reporter.Target(relay.Http, relay.Grpc, outcome.Participant.IngestKey)
                : reporter.Target(server.Http, server.Grpc, outcome.Participant.IngestKey);
            outcome.Conversations.AddRange(
                await Task.WhenAll(Enumerable.Range(0, reporter.Conversations).Select(_ => reporter.ReportAsync(target))));
            outcome.Posts.AddRange(relay.Posts);
        }
        catch (Exception problem)
        {
            // One agent that fails, or is not installed, is its own tests' business.
            outcome.Problem = ExceptionDispatchInfo.Capture(problem);
        }

        return outcome;
    }

    private static async Task KeepAnswersAsync(CompanyServer server, IReadOnlyList<Outcome> reported, Step step)
    {
        await server.SettleAsync();
        var board = await server.BoardAsync();
        foreach (var outcome in reported)
        {
            outcome.Answers[step] = new(
                board.GetValueOrDefault(outcome.Reporter.Name, Totals.None), await server.AccountAsync(outcome.Participant));
        }
    }

    // Two conversations at a time where the calls alone could be taken for copies of each other.
    private static IEnumerable<Reporter> AgentsThroughRelay() => RealAgent.All.SelectMany(
        agent => agent.Cases, (agent, agentCase) => Reporter.Of(agent, agentCase) with
        {
            Conversations = (agent.Name, agentCase.Name) is ("claude-code", "http-json-both") or ("claude-code", "http-protobuf-counters")
                or ("codex", "http-protobuf-events") or ("gemini-cli", "http-json-all") ? 2 : 1,
        });

    private static IEnumerable<Reporter> AgentsStraight()
    {
        yield return Straight("claude-code", "http-json-both");
        yield return Straight("claude-code", "http-protobuf-both") with { UsesGzip = true };
        yield return Straight("claude-code", "grpc-both") with { UsesGzip = true };
        yield return Straight("codex", "grpc-events");
        yield return Straight("gemini-cli", "grpc-all") with { UsesGzip = true };
        yield return Straight("qwen-code", "http-json-all") with { UsesGzip = true, HasKeyInPath = true };
        yield return Straight("copilot-cli", "http-protobuf-all");

        // The page has Claude Code say that a script gave the prompt.
        var claude = Straight("claude-code", "http-protobuf-both");
        yield return claude with { Route = Route.AsThePageSays, Activity = claude.Activity with { Prompts = 0, HumanSignals = 0 } };
        yield return Straight("codex", "http-protobuf-events") with { Route = Route.AsThePageSays };
        yield return Straight("gemini-cli", "http-json-all") with { Route = Route.AsThePageSays };
        yield return Straight("qwen-code", "http-json-all") with { Route = Route.AsThePageSays };

        static Reporter Straight(string agent, string agentCase)
        {
            var (found, foundCase) = RealAgent.Named(agent, agentCase);
            return Reporter.Of(found, foundCase) with { Route = Route.Straight };
        }
    }

    private static IEnumerable<Reporter> DotNet()
    {
        const OtlpSignal All = OtlpSignal.Logs | OtlpSignal.Metrics | OtlpSignal.Traces;
        foreach (var names in Enum.GetValues<GenAiNames>())
        {
            yield return Reporter.OfDotNet(names, OtlpProtocol.HttpProtobuf, All, "all");
            yield return Reporter.OfDotNet(names, OtlpProtocol.HttpProtobuf, OtlpSignal.Metrics, "counters");
        }

        yield return Reporter.OfDotNet(GenAiNames.Of2026, OtlpProtocol.HttpProtobuf, OtlpSignal.Logs, "events");
        yield return Reporter.OfDotNet(GenAiNames.Of2026, OtlpProtocol.HttpProtobuf, OtlpSignal.Traces, "spans");
        yield return Reporter.OfDotNet(GenAiNames.Of2026, OtlpProtocol.Grpc, All, "all");
        yield return Reporter.OfDotNet(GenAiNames.Of2026, OtlpProtocol.Grpc, All, "all") with { Route = Route.Straight };
    }
}

/// <summary>When the server is asked.</summary>
public enum Step
{
    /// <summary>Everybody has reported.</summary>
    Once,

    /// <summary>Each body that the relay kept was sent a second time.</summary>
    Twice,

    /// <summary>The server's power was cut, and it has started again.</summary>
    Restarted,
}

/// <summary>What the models' side handed out to one reporter, and what the server answered about it.</summary>
internal sealed class Outcome(Reporter reporter, Participant participant)
{
    public Reporter Reporter => reporter;

    public Participant Participant => participant;

    /// <summary>The calls of each conversation.</summary>
    public List<IReadOnlyList<HandedOut>> Conversations { get; } = [];

    /// <summary>Every body that was sent.</summary>
    public List<RecordedPost> Posts { get; } = [];

    /// <summary>Everything the server did not simply say yes to.</summary>
    public SortedSet<string> Refusals { get; } = new(StringComparer.Ordinal);

    /// <summary>After each step: the board, and one's own account.</summary>
    public Dictionary<Step, (Totals Board, Account Account)> Answers { get; } = [];

    public ExceptionDispatchInfo? Problem { get; set; }

    public void Note(RecordedPost post, OtlpReply reply)
    {
        if (!reply.IsSuccess || !reply.Body.AsSpan().SequenceEqual(OtlpReply.Yes(post).Body))
        {
            Refusals.Add($"{post.Path}: {reply.StatusCode} {Encoding.UTF8.GetString(reply.Body)}");
        }
    }
}
