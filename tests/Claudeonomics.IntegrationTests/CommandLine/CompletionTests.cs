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
    [InlineData("claudeonomics rep", "claudeonomics report ")]
    [InlineData("claudeonomics report da", "claudeonomics report daily ")]
    [InlineData("claudeonomics report --agent codex", "claudeonomics report --agent codex ")]
    [InlineData("claudeonomics completion z", "claudeonomics completion zsh ")]
    [InlineData("claudeonomics nonsense --zzz", "claudeonomics nonsense --zzz")]
    public async Task Zsh_WhenTabIsPressed_HasItOnTheLine(string typed, string expected)
    {
        // A shell in a terminal of its own, whose line is written down by a key after tab.
        var output = await RunAsync("/usr/bin/zsh", ["-f"], typed, """
            zmodload zsh/zpty
            zpty shell zsh -f -i
            zpty -w shell 'autoload -Uz compinit; compinit -u -d $HOME/.zcompdump; source <(claudeonomics completion zsh)'
            zpty -w shell 'show() { print -rn -- $BUFFER > $HOME/line.part; mv $HOME/line.part $HOME/line }; zle -N show; bindkey "^X" show; touch $HOME/ready'
            for i in {1..300}; do [[ -e $HOME/ready ]] && break; sleep 0.1; done
            zpty -w -n shell "$1"$'\t\x18'
            for i in {1..300}; do [[ -e $HOME/line ]] && break; sleep 0.1; done
            zpty -d shell
            cat $HOME/line
            """);

        Assert.Equal(expected, output);
    }

    [Theory]
    [InlineData("claudeonomics rep", "report")]
    [InlineData("claudeonomics report da", "daily")]
    [InlineData("claudeonomics report --t", "--timezone")]
    [InlineData("claudeonomics completion z", "zsh")]
    [InlineData("claudeonomics nonsense --zzz", "")]
    public async Task Fish_AfterABeginning_OffersIt(string typed, string expected)
    {
        var output = await RunAsync("/usr/bin/fish", ["--no-config"], typed, """
            claudeonomics completion fish | source
            complete -C $argv[1]
            """);

        Assert.Equal(expected, output.TrimEnd('\n'));
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
        var output = await RunAsync("/bin/bash", [], typed, """
            source <(claudeonomics completion bash)
            COMP_LINE=$1
            COMP_POINT=${#COMP_LINE}
            read -ra COMP_WORDS <<< "$COMP_LINE"
            [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            $(complete -p claudeonomics | sed 's/.*-F \([^ ]*\).*/\1/') claudeonomics
            echo "${COMPREPLY[*]}"
            """);
        return output.TrimEnd('\n');
    }

    // A script with the program on the path and a home of its own.
    private static async Task<string> RunAsync(string shell, string[] options, string argument, string script)
    {
        Assert.SkipUnless(File.Exists(shell), $"{Path.GetFileName(shell)} is not installed.");
        using var cli = new CommandLineProgram();
        var start = new ProcessStartInfo(shell, [.. options, cli.Write("try", script + "\n"), argument]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HOME"] = cli.Home;
        start.Environment["PATH"] = $"{Path.GetDirectoryName(CommandLineProgram.Executable)}:{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal((0, ""), (process.ExitCode, await errors));
        return output;
    }
}
