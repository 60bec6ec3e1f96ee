using System.Diagnostics;

namespace Claudeonomics.IntegrationTests.CommandLine;

/// <summary><c>watch</c> in a pseudo terminal, and where there is none.</summary>
public sealed class WatchTests
{
    private const string Enter = "\e[?1049h\e[?25l";
    private const string Leave = "\e[?25h\e[?1049l";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Watch_OnAPipe_SaysWhatToRunInstead()
    {
        using var program = new CommandLineProgram("claude-code", "streaming");

        var result = await program.RunAsync("watch");

        Assert.Equal(
            (2, "", "watch needs a terminal to draw in. For a pipe or a file there is: claudeonomics report --json\n"),
            (result.ExitCode, result.Output, result.Errors));
    }

    [Theory]
    [InlineData("q")]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Watch_HoweverItEnds_GivesTheTerminalBack(string how)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "script (util-linux) is not installed.");
        using var cli = new CommandLineProgram("claude-code", "streaming");
        // A shell starts what it runs in the background without SIGINT, which programs inherit: a terminal does not.
        var start = new ProcessStartInfo(
            "/usr/bin/script", ["-qefc", $"stty rows 24 cols 80; echo $$ > pid; exec env --default-signal=INT {CommandLineProgram.Executable} watch", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = cli.Home,
        };
        (start.Environment["HOME"], start.Environment["TERM"], start.Environment["NO_COLOR"]) = (cli.Home, "xterm", "1");
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var shown = await ReadUntilAsync(process.StandardOutput, "Nothing was used today yet.", patience.Token);
        if (how == "q")
        {
            await process.StandardInput.WriteAsync("xq");
            await process.StandardInput.FlushAsync(patience.Token);
        }
        else
        {
            using var kill = Process.Start("kill", [$"-{how}", (await File.ReadAllTextAsync(Path.Combine(cli.Home, "pid"), patience.Token)).Trim()]);
            await kill.WaitForExitAsync(patience.Token);
        }

        shown += await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);

        Assert.Contains(Enter, shown, StringComparison.Ordinal);
        Assert.True(shown.LastIndexOf(Leave, StringComparison.Ordinal) > shown.LastIndexOf("tokens today", StringComparison.Ordinal), shown);
        Assert.Equal(0, process.ExitCode);
    }

    private static async Task<string> ReadUntilAsync(StreamReader from, string text, CancellationToken cancellationToken)
    {
        var (read, buffer) = ("", new char[4096]);
        while (!read.Contains(text, StringComparison.Ordinal))
        {
            var count = await from.ReadAsync(buffer, cancellationToken);
            Assert.True(count > 0, read);
            read += new string(buffer, 0, count);
        }

        return read;
    }
}
