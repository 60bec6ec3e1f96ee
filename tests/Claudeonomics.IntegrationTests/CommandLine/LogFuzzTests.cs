using System.Globalization;
using System.Text;
using Claudeonomics.Cli.Agents;
using Claudeonomics.IntegrationTests.Logs;

namespace Claudeonomics.IntegrationTests.CommandLine;

/// <summary>Random and mutated logs of every agent that has a fixture, in homes in which one conversation is as it should be.</summary>
/// <remarks><c>CLAUDEONOMICS_FUZZ_LINES</c> says how many lines in all; 20,000 without it.</remarks>
public sealed class LogFuzzTests(ITestOutputHelper output)
{
    private const int LinesPerFile = 200;
    private const int RoundsPerReport = 8;
    private const string Neighbour = ".claude/projects/p/neighbour.jsonl";

    // A home is read in some milliseconds; one that takes that long hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly int Lines = int.Parse(Environment.GetEnvironmentVariable("CLAUDEONOMICS_FUZZ_LINES") ?? "20000", CultureInfo.InvariantCulture);

    // A folder a fixture, with the files that agents find in it.
    private static readonly (string Home, string[] Files)[] Homes = [.. Directory
        .EnumerateDirectories(Repository.PathTo("tests", "fixtures", "agents"), "home", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal).Select(home => (home, FilesIn(home))).Where(home => home.Item2.Length > 0)];

    [Fact]
    public async Task Read_MutatedLogsOfEveryAgent_NeitherFailsNorHangsNorLosesANeighbour()
    {
        var (mutator, lines, calls, unread) = (new LogMutator(Lines), 0, 0L, 0L);
        for (var round = 0; lines < Lines; round++)
        {
            var (from, files) = Homes[round % Homes.Length];
            using var home = new CliHome();
            foreach (var file in files)
            {
                lines += WriteMutated(mutator, file, Path.Combine(home.Home, Path.GetRelativePath(from, file)));
            }

            lines += WriteNeighbours(mutator, home);
            var reading = await Task.Run(() => LogHome.Read(home.Home, new Dictionary<string, string>())).WaitAsync(Patience, TestContext.Current.CancellationToken);
            AssertNeighbours(reading, round);
            Assert.All(reading.Calls, call => Assert.InRange(call.Usage.TotalTokens, 0, long.MaxValue));
            if (round % RoundsPerReport == 0)
            {
                // The same with a memory, which is there the second time.
                var first = home.Report().ToJsonString();
                Assert.Equal(first, home.Report().ToJsonString());
            }

            (calls, unread) = (calls + reading.Calls.Count, unread + reading.Unread.Count);
        }

        // Mutations reach deep and shallow: some lines still count, some do not.
        output.WriteLine($"{lines} lines of {Homes.Length} homes: {calls} calls, {unread} lines that were not read.");
        Assert.InRange(calls, Lines / 100, lines);
        Assert.InRange(unread, Lines / 100, lines);
    }

    private static string[] FilesIn(string home)
    {
        var surroundings = new Surroundings(name => name is "HOME" ? home : null);
        return [.. AgentRegistry.All.SelectMany(agent => agent.Find(surroundings)).Select(file => file.Path).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <returns>How many lines there are now; a document is as many as it has.</returns>
    private static int WriteMutated(LogMutator mutator, string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        var whole = File.ReadAllBytes(from);
        var lines = Encoding.Latin1.GetString(whole).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Encoding.Latin1.GetBytes).ToList();
        if (lines.Count == 0)
        {
            return 0;
        }

        if (!from.EndsWith(".jsonl", StringComparison.Ordinal))
        {
            File.WriteAllBytes(to, mutator.Mutate([whole]));
            return lines.Count;
        }

        using var file = File.Create(to);
        for (var i = 0; i < LinesPerFile; i++)
        {
            // What is whole in between keeps the reader in the midst of a conversation.
            file.Write(i % 4 == 0 ? lines[i / 4 % lines.Count] : mutator.Mutate(lines));
            file.WriteByte((byte)'\n');
        }

        return LinesPerFile;
    }

    // Lines that are as they should be between lines that are not.
    private static int WriteNeighbours(LogMutator mutator, CliHome home)
    {
        var path = home.Write(Neighbour, "");
        using var file = File.Create(path);
        for (var i = 0; i < LinesPerFile; i++)
        {
            file.Write(i % 2 == 0 ? Sound(i) : mutator.Mutate([Sound(i)]));
            file.WriteByte((byte)'\n');
        }

        return LinesPerFile;
    }

    private static void AssertNeighbours(LogReading reading, int round)
    {
        var found = reading.Calls.Where(call => call.Conversation == "neighbour").Select(call => call.Usage.UncachedInputTokens).ToHashSet();
        Assert.Equal((round, ""), (round, string.Join(' ', Enumerable.Range(0, LinesPerFile / 2).Select(i => InputOf(2 * i)).Where(input => !found.Contains(input)))));
    }

    private static long InputOf(int number) => 1_000_000 + number;

    private static byte[] Sound(int number) => Encoding.UTF8.GetBytes($$$"""
        {"type":"assistant","sessionId":"neighbour","requestId":"req_neighbour_{{{number}}}","timestamp":"2026-10-05T10:{{{number / 60:00}}}:{{{number % 60:00}}}.000Z","message":{"id":"msg_{{{number}}}","model":"claude-opus-4-6","stop_reason":"end_turn","usage":{"input_tokens":{{{InputOf(number)}}},"output_tokens":7} } }
        """);
}
