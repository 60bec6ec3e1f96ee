using Claudeonomics.Cli.Sync.Autosync;
using Claudeonomics.Cli.Wrapped;

namespace Claudeonomics.IntegrationTests.CommandLine;

public sealed class WrappedTests
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1];

    [Fact]
    public async Task Wrapped_AYear_IsAPictureAndADocument()
    {
        using var program = new CommandLineProgram("claude-code", "streaming");

        var document = (await program.RunAsync("wrapped", "--year", "2026", "--json", "--out", "my year.svg")).Json();

        var file = document.GetProperty("file").GetString()!;
        Assert.Equal(Path.Combine(program.Home, "my year.svg"), file);
        Assert.Equal("svg", System.Xml.Linq.XDocument.Load(file).Root!.Name.LocalName);
        var report = (await program.RunAsync("report", "--json")).Json();
        Assert.Equal(report.GetProperty("totals").GetRawText(), document.GetProperty("totals").GetRawText());
    }

    [Theory]
    [InlineData(1, "wrapped", "--year", "2011")]
    [InlineData(1, "wrapped", "--year", "2026", "--out", "no/such/folder/year.svg")]
    [InlineData(2, "wrapped", "--year", "12")]
    [InlineData(2, "wrapped", "--out", "year.jpg")]
    public async Task Wrapped_WhatCannotBeDrawn_SaysWhy(int status, params string[] arguments)
    {
        using var program = new CommandLineProgram("claude-code", "streaming");

        var result = await program.RunAsync(arguments);

        Assert.Equal((status, ""), (result.ExitCode, result.Output));
        Assert.NotEmpty(result.Errors);
    }

    [Fact]
    public async Task Wrapped_NothingThatDrawsAPng_SaysWhatToInstall()
    {
        using var program = new CommandLineProgram("claude-code", "streaming");

        var result = await program.RunAsync(["wrapped", "--year", "2026", "--out", "year.png"], [("PATH", program.Home)], "");

        Assert.Equal(
            (1, "Nothing on this machine draws a PNG. Install Chromium or Chrome, librsvg (rsvg-convert), resvg, Inkscape or ImageMagick, or ask for a name that ends in .svg.\n"),
            (result.ExitCode, result.Errors));
        Assert.False(File.Exists(Path.Combine(program.Home, "year.png")));
    }

    [Fact]
    public async Task Make_ProgramsThatAreMissingFailOrWriteSomethingElse_TakesTheNextOne()
    {
        var programs = new FakePrograms(new()
        {
            ["chromium"] = (1, Png),
            ["google-chrome"] = (0, null),
            ["rsvg-convert"] = (0, "no picture"u8.ToArray()),
            ["inkscape"] = (0, Png),
            ["magick"] = (0, "too late"u8.ToArray()),
        });

        Assert.Equal(Png, await new PngMaker(programs).MakeAsync("<svg/>"u8.ToArray(), CancellationToken.None));
        Assert.Equal(["chromium", "google-chrome", "rsvg-convert", "inkscape"], programs.Asked);
    }

    /// <summary>Programs that write these bytes to the file that their arguments name.</summary>
    private sealed class FakePrograms(Dictionary<string, (int Exit, byte[]? Writes)> known) : IPrograms
    {
        public List<string> Asked { get; } = [];

        public Task<(int Exit, string Output)?> RunAsync(string program, IReadOnlyList<string> arguments, string? input, CancellationToken cancellationToken)
        {
            if (!known.TryGetValue(program, out var behaviour))
            {
                return Task.FromResult<(int, string)?>(null);
            }

            Asked.Add(program);
            var png = arguments.Select(static argument => argument[(argument.IndexOf('=', StringComparison.Ordinal) + 1)..])
                .Single(static argument => argument.EndsWith(".png", StringComparison.Ordinal));
            if (behaviour.Writes is { } bytes)
            {
                File.WriteAllBytes(png, bytes);
            }

            return Task.FromResult<(int, string)?>((behaviour.Exit, ""));
        }
    }
}
