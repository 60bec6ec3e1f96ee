using System.Text.Json.Nodes;
using Claudeonomics.Cli.Reports;
using Claudeonomics.Simulator.Logs;

namespace Claudeonomics.IntegrationTests.CommandLine;

/// <summary>What was seen is kept, and files are read from where they are new.</summary>
public sealed class MemoryTests : IDisposable
{
    private const string Transcript = ".claude/projects/p/one.jsonl";

    private readonly CliHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Report_AfterLinesWereAppended_CountsThemOnce()
    {
        var path = _home.Write(Transcript, Line(1, 10) + Line(2, 20));
        Assert.Equal((2, 30), Totals());

        File.AppendAllText(path, Line(2, 25) + Line(3, 30));
        Assert.Equal((3, 65), Totals());
        Assert.Equal((3, 65), Totals());

        File.AppendAllText(path, Line(4, 40)[..200]);
        Assert.Equal((3, 65), Totals());

        File.AppendAllText(path, Line(4, 40)[200..]);
        Assert.Equal((4, 105), Totals());
    }

    [Fact]
    public void Report_AfterLogsWereDeleted_StillCountsThem()
    {
        var path = _home.Write(Transcript, Line(1, 10) + "broken\n");
        Assert.Single(_home.Report()["unread"]!.AsArray());

        File.Delete(path);

        var report = _home.Report();
        Assert.Equal(10, report["totals"]!["outputTokens"]!.GetValue<long>());
        Assert.Empty(report["unread"]!.AsArray());
    }

    [Fact]
    public void Report_AfterAFileBecameShorter_ReadsItAnew()
    {
        var path = _home.Write(Transcript, Line(1, 10) + Line(2, 20) + Line(3, 30));
        Assert.Equal((3, 60), Totals());

        File.WriteAllText(path, Line(1, 10));

        Assert.Equal((1, 10), Totals());
    }

    [Fact]
    public void Report_AfterALineWasChanged_ReadsTheFileAnew()
    {
        var path = _home.Write(Transcript, Line(1, 10) + Line(2, 20));
        Assert.Equal((2, 30), Totals());

        File.WriteAllText(path, Line(1, 11) + Line(2, 20));
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(5));
        Assert.Equal((2, 31), Totals());

        File.WriteAllText(path, Line(9, 50) + Line(2, 20) + Line(3, 30));
        Assert.Equal((3, 100), Totals());
    }

    [Fact]
    public void Report_OfACallInTwoFiles_KeepsItWhenOneIsShortened()
    {
        var path = _home.Write(Transcript, Line(1, 10) + Line(2, 20));
        _home.Write(".claude/projects/p/two.jsonl", Line(2, 20) + Line(3, 30));
        Assert.Equal((3, 60), Totals());

        File.WriteAllText(path, Line(1, 10));

        Assert.Equal((3, 60), Totals());
    }

    [Fact]
    public void Report_OfAnAsideThatIsReadFirst_CountsItsParentsAnswerOnce()
    {
        _home.Write(".claude/projects/p/one/subagents/agent-a.jsonl", Line(1, 10, isSidechain: true, request: "aside"));
        Assert.Equal((1, 10), Totals());

        _home.Write(Transcript, Line(1, 10));

        Assert.Equal((1, 10), Totals());
    }

    [Fact]
    public void Report_OfAForkWhoseOriginalWasWrittenToLast_CountsTheCallForTheOriginal()
    {
        var original = _home.Write(".claude/projects/p/z.jsonl", Line(1, 10));
        Thread.Sleep(20);
        _home.Write(".claude/projects/p/a.jsonl", Line(1, 10).Replace("\"one\"", "\"fork\"", StringComparison.Ordinal));
        Thread.Sleep(20);
        File.AppendAllText(original, Line(2, 20));

        Assert.Equal(["one"], _home.Report(ReportKind.Conversation)["rows"]!.AsArray().Select(row => (string)row!["key"]!));
    }

    [Fact]
    public void Report_OfADocumentThatIsCutOff_KeepsWhatItTold()
    {
        const string thread = """{"messages":[{"role":"assistant","messageId":1,"usage":{"model":"m","outputTokens":10,"timestamp":"2026-10-05T10:00:00Z"}}]}""";
        var path = _home.Write(".local/share/amp/threads/T-1.json", thread);
        Assert.Equal((1, 10), Totals());

        File.WriteAllText(path, thread[..60]);
        Assert.Equal((1, 10), Totals());
        Assert.Equal("not-json", (string?)Assert.Single(_home.Report()["unread"]!.AsArray())!["reason"]);

        File.WriteAllText(path, thread.Replace("10,", "7,", StringComparison.Ordinal));
        Assert.Equal((1, 7), Totals());
    }

    [Fact]
    public void Report_OfADamagedMemory_ReadsTheLogsAnew()
    {
        _home.Write(Transcript, Line(1, 10));
        Assert.Equal((1, 10), Totals());
        _home.Write(".claude/projects/p/two.jsonl", Line(2, 20));
        Assert.Equal((2, 30), Totals());

        foreach (var file in Directory.EnumerateFiles(_home.Memory))
        {
            var bytes = File.ReadAllBytes(file);
            File.WriteAllBytes(file, bytes[..(bytes.Length / 2)]);
        }

        Assert.Equal((2, 30), Totals());
    }

    [Fact]
    public void Report_AfterWhatWasAddedWasCut_RemembersAgain()
    {
        var path = _home.Write(Transcript, Line(1, 10));
        Assert.Equal((1, 10), Totals());
        File.AppendAllText(path, Line(2, 20));
        Assert.Equal((2, 30), Totals());
        var added = Path.Combine(_home.Memory, "memory.added");
        File.WriteAllBytes(added, File.ReadAllBytes(added)[..^20]);
        Assert.Equal((2, 30), Totals());

        File.Delete(path);

        Assert.Equal((2, 30), Totals());
    }

    [Fact]
    public void Report_OfFilesThatGrowPieceByPiece_IsThatOfThemWhole()
    {
        using var source = new CliHome();
        LogCorpus.Write(source.Home, LogCorpusOptions.Small with { Seed = 5 });
        var random = new Random(1);
        foreach (var file in Directory.GetFiles(source.Home, "*.jsonl", SearchOption.AllDirectories).OrderBy(File.GetLastWriteTimeUtc))
        {
            for (var pieces = random.Next(3); pieces >= 0; pieces--)
            {
                Grow(file, Path.Combine(_home.Home, Path.GetRelativePath(source.Home, file)), pieces == 0 ? int.MaxValue : random.Next(100_000));
                if (random.Next(4) == 0)
                {
                    _home.Report();
                }
            }
        }

        Assert.Equal(source.Report(ReportKind.Conversation).ToJsonString(), _home.Report(ReportKind.Conversation).ToJsonString());
    }

    [Fact]
    public async Task Report_ByManyAtOnce_IsRightForEach()
    {
        LogCorpus.Write(_home.Home, LogCorpusOptions.Small);
        using var alone = new CliHome(_home.Home);
        var expected = alone.Report().ToJsonString();

        var reports = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _home.Report().ToJsonString())));

        Assert.All(reports, report => Assert.Equal(expected, report));
        Assert.Equal(expected, _home.Report().ToJsonString());
    }

    [Fact]
    public void Report_AnyTime_KeepsNothingThatOthersMayRead()
    {
        _home.Write(Transcript, Line(1, 10));
        _home.Report();
        var open = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        Assert.All(Directory.EnumerateFileSystemEntries(_home.Memory), path =>
        {
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & open);
            }
        });
    }

    private static void Grow(string from, string to, int bytes)
    {
        var whole = File.ReadAllBytes(from);
        var start = File.Exists(to) ? (int)new FileInfo(to).Length : 0;
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        using var file = new FileStream(to, FileMode.Append);
        file.Write(whole, start, (int)Math.Min((long)bytes, whole.Length - start));
    }

    private (int Requests, long Output) Totals()
    {
        var totals = _home.Report()["totals"]!;
        return ((int)totals["requests"]!, (long)totals["outputTokens"]!);
    }

    private static string Line(int number, int output, bool isSidechain = false, string request = "req") => new JsonObject
    {
        ["type"] = "assistant",
        ["isSidechain"] = isSidechain,
        ["sessionId"] = "one",
        ["timestamp"] = $"2026-10-05T10:0{number}:00.000Z",
        ["requestId"] = $"{request}_{number}",
        ["message"] = new JsonObject
        {
            ["id"] = $"msg_{number}",
            ["model"] = "claude-opus-4-6",
            ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = new string('x', 40) }),
            ["usage"] = new JsonObject { ["input_tokens"] = 5, ["output_tokens"] = output },
        },
    }.ToJsonString() + "\n";
}
