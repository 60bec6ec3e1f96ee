using System.Diagnostics;

namespace Claudeonomics.IntegrationTests.CommandLine;

/// <summary>The scripts in the shells that they are for, where those are installed.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("claudeonomics rep", "report")]
    [InlineData("claudeonomics report da", "daily")]
    [InlineData("claudeonomics report --agent codex", "codex")]
    [InlineData("claudeonomics report --t", "--timezone")]
    [InlineData("claudeonomics completion z", "zsh")]
    [InlineData("claudeonomics nonsense --zzz", "")]
    public async Task Bash_AfterABeginning_CompletesIt(string typed, string expected) =>
        Assert.Equal(expected, await CompleteAsync(typed));

    [Fact]
    public async Task Bash_AfterTheProgram_OffersItsCommandsAndNoOddHelp()
    {
        var offered = (await CompleteAsync("claudeonomics ")).Split(' ');

        Assert.Contains("report", offered);
        Assert.Contains("--help", offered);
        Assert.DoesNotContain("-?", offered);
        Assert.DoesNotContain("/h", offered);
    }

    [Theory]
    [InlineData("zsh", "-n")]
    [InlineData("fish", "--no-execute")]
    public async Task OtherShells_OfTheirScript_HaveNothingToComplain(string shell, string check)
    {
        var program = $"/usr/bin/{shell}";
        Assert.SkipUnless(File.Exists(program), $"{shell} is not installed.");
        using var cli = new CommandLineProgram();
        var script = cli.Write("script", (await cli.RunAsync("completion", shell)).Output);

        using var process = Process.Start(new ProcessStartInfo(program, [check, script]) { RedirectStandardError = true })!;
        var complaints = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal((0, ""), (process.ExitCode, complaints));
    }

    [Fact]
    public async Task Completion_OfAnUnknownShell_IsWrongUsage()
    {
        using var cli = new CommandLineProgram();

        Assert.Equal(2, (await cli.RunAsync("completion", "tcsh")).ExitCode);
    }

    // Calls the function as bash does when somebody presses the key.
    private static async Task<string> CompleteAsync(string typed)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "bash is not installed.");
        using var cli = new CommandLineProgram();
        var folder = Path.GetDirectoryName(CommandLineProgram.Executable)!;
        var script = cli.Write("try.sh", $$"""
            PATH={{folder}}:$PATH
            source <(claudeonomics completion bash)
            COMP_LINE=$1
            COMP_POINT=${#COMP_LINE}
            read -ra COMP_WORDS <<< "$COMP_LINE"
            [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            $(complete -p claudeonomics | sed 's/.*-F \([^ ]*\).*/\1/') claudeonomics
            echo "${COMPREPLY[*]}"
            """);
        var start = new ProcessStartInfo("/bin/bash", [script, typed]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HOME"] = cli.Home;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal((0, ""), (process.ExitCode, await errors));
        return output.TrimEnd('\n');
    }
}
