using System.Diagnostics;
using System.Globalization;
using System.Text;
using Claudeonomics.Cli.Reports;
using Claudeonomics.Simulator.Logs;

namespace Claudeonomics.IntegrationTests.CommandLine;

/// <summary>The program is killed at any moment, logs are written while they are read, and lines are longer than memory should hold.</summary>
/// <remarks><c>CLAUDEONOMICS_KILLS</c> says how many times in all; 50 without it.</remarks>
public sealed class MemoryFaultTests(ITestOutputHelper output) : IDisposable
{
    private const int KillsPerLook = 5;
    private const int LongLine = 60 * 1024 * 1024;

    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("CLAUDEONOMICS_KILLS") ?? "50", CultureInfo.InvariantCulture);

    private readonly CliHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Kill_AtRandomMomentsWhileRemembering_LeavesWhatAFreshOneSees()
    {
        LogCorpus.Write(_home.Home, LogCorpusOptions.Small with { Seed = 3 });
        var files = Directory.GetFiles(_home.Home, "*.jsonl", SearchOption.AllDirectories);
        var random = new Random(1);
        await RunAsync(Timeout.InfiniteTimeSpan);
        Change(files[0], random, 0);
        var running = Stopwatch.StartNew();
        await RunAsync(Timeout.InfiniteTimeSpan);
        var whole = running.Elapsed;
        var (cut, left) = (0, 0);
        for (var kill = 1; kill <= Kills; kill++)
        {
            // Appended to, what is new is kept beside the base; changed at its beginning, everything is kept anew.
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                Change(files[random.Next(files.Length)], random, kill);
            }

            // From the first byte of the program to a little beyond its usual end; or in the midst of writing, which takes so short that chance
            // seldom finds it.
            cut += await (random.Next(2) == 0 ? RunAsync(whole * random.NextDouble() * 1.2) : RunAsync(Timeout.InfiniteTimeSpan, isKilledWriting: true)) ? 0 : 1;
            left += IsHalfWritten() ? 1 : 0;
            if (kill % KillsPerLook == 0)
            {
                using var fresh = new CliHome(_home.Home);
                Assert.Equal(
                    (kill, fresh.Report(ReportKind.Conversation).ToJsonString()), (kill, _home.Report(ReportKind.Conversation).ToJsonString()));
            }
        }

        output.WriteLine($"{Kills} runs of about {whole.TotalMilliseconds:0} ms, {cut} cut off, after {left} of them a file was left half written.");
        Assert.InRange(cut, Kills / 4, Kills);
        Assert.InRange(left, 1, Kills);
    }

    [Fact]
    public void Report_WhatKilledRunsLeft_IsCleanedUpByTheNext()
    {
        _home.Write(Transcript(1), Line(1));
        _home.Report();
        var (old, current) = (Path.Combine(_home.Memory, "memory.base.123456"), Path.Combine(_home.Memory, "memory.added.123457"));
        File.WriteAllText(old, "half");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-2));
        File.WriteAllText(current, "being written");
        _home.Write(Transcript(2), Line(2));
        _home.Report();

        Assert.False(File.Exists(old));
        Assert.True(File.Exists(current));
    }

    [Fact]
    public void Report_LineOfSixtyMegabytes_CountsItAndItsNeighbours()
    {
        // A picture in a tool's result, and an answer that is as long.
        var picture = new string('A', LongLine);
        var path = _home.Write(Transcript(1), Line(1));
        File.AppendAllText(path, $$$"""{"type":"user","sessionId":"one","message":{"role":"user","content":[{"type":"image","source":{"data":"{{{picture}}}"} }]} }""" + "\n");
        File.AppendAllText(path, Line(2));
        File.AppendAllText(path, Line(3).Replace("\"content\":[]", $$"""
            "content":[{"type":"text","text":"{{picture}}"}]
            """, StringComparison.Ordinal));
        File.AppendAllText(path, Line(4));

        var report = _home.Report();
        Assert.Equal((4, 1 + 2 + 3 + 4), ((int)report["totals"]!["requests"]!, (int)report["totals"]!["outputTokens"]!));
        Assert.Empty(report["unread"]!.AsArray());
    }

    [Fact]
    public async Task Report_WhileLinesAreBeingWritten_NeverCountsMoreThanThereAreAndAllInTheEnd()
    {
        const int Files = 3;
        const int LinesPerFile = 300;
        var written = 0;
        var writing = Task.Run(() =>
        {
            var random = new Random(2);
            for (var number = 0; number < Files * LinesPerFile; number++)
            {
                var path = Path.Combine(_home.Home, Transcript(number % Files));
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
                var bytes = Encoding.UTF8.GetBytes(Line(number));

                // In pieces, as systems write what is longer than their buffers.
                var cut = random.Next(bytes.Length);
                Interlocked.Increment(ref written);
                file.Write(bytes, 0, cut);
                file.Write(bytes, cut, bytes.Length - cut);
                Thread.Sleep(number % 4 == 0 ? 2 : 0);
            }
        }, TestContext.Current.CancellationToken);

        var (before, reports) = (0, 0);
        while (!writing.IsCompleted)
        {
            var counted = (int)_home.Report()["totals"]!["requests"]!;
            Assert.InRange(counted, before, Volatile.Read(ref written));
            (before, reports) = (counted, reports + 1);
        }

        await writing;
        output.WriteLine($"{reports} reports meanwhile.");
        Assert.Equal(Files * LinesPerFile, (int)_home.Report()["totals"]!["requests"]!);
        using var fresh = new CliHome(_home.Home);
        Assert.Equal(fresh.Report().ToJsonString(), _home.Report().ToJsonString());
    }

    // Runs the program, and ends it as the system does where memory is short.
    private async Task<bool> RunAsync(TimeSpan killAfter, bool isKilledWriting = false)
    {
        Array.ForEach(HalfWritten(), File.Delete);
        var start = new ProcessStartInfo(CommandLineProgram.Executable, ["report", "--json", "--offline"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[("HOME", _home.Home), ("CLAUDEONOMICS_HOME", _home.Memory), ("TZ", "UTC")])
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(killAfter);
        if (isKilledWriting)
        {
            while (!process.HasExited && !IsHalfWritten())
            {
            }

            await patience.CancelAsync();
        }

        try
        {
            await process.WaitForExitAsync(patience.Token);
            Assert.Equal((0, ""), (process.ExitCode, (await output)[1]));
            return true;
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            await output;
            return false;
        }
    }

    // What is written stands beside what it will replace, under a third part of a name.
    private string[] HalfWritten() => !Directory.Exists(_home.Memory) ? [] :
        [.. Directory.GetFiles(_home.Memory).Where(file => Path.GetFileName(file).Count(letter => letter == '.') > 1)];

    private bool IsHalfWritten() => HalfWritten().Length > 0;

    private static void Change(string file, Random random, int kill)
    {
        if (random.Next(3) != 0)
        {
            File.AppendAllText(file, Line(kill));
            return;
        }

        var lines = File.ReadAllLines(file);
        File.WriteAllLines(file, lines[Math.Min(lines.Length - 1, random.Next(3))..]);
    }

    private static string Transcript(int number) => $".claude/projects/p/{number}.jsonl";

    private static string Line(int number) => $$$"""
        {"type":"assistant","sessionId":"one","requestId":"req_{{{number}}}","timestamp":"2026-10-05T10:00:00.000Z","message":{"id":"msg_{{{number}}}","model":"claude-opus-4-6","content":[],"stop_reason":"end_turn","usage":{"input_tokens":5,"output_tokens":{{{number}}}} } }
        """.Trim() + "\n";
}
