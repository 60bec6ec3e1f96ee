using System.Diagnostics;
using System.Text.Json;

namespace Claudeonomics.IntegrationTests.Benchmarks;

/// <summary>One run of the program behind <c>./bench.sh</c>.</summary>
internal static class BenchmarkRun
{
    /// <returns>What it measured, and what it said on standard error.</returns>
    public static async Task<(IReadOnlyList<JsonElement> Figures, string Said)> StartAsync(TimeSpan limit, string scenario, params string[] options)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(here.Parent!.Parent!.FullName, "Claudeonomics.Benchmarks", here.Name, "Claudeonomics.Benchmarks");
        using var process = Process.Start(
            new ProcessStartInfo(program, [scenario, .. options]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var end = new CancellationTokenSource(limit);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(end.Token), process.StandardError.ReadToEndAsync(end.Token));
        try
        {
            await process.WaitForExitAsync(end.Token);
        }
        finally
        {
            // Nothing that it started goes on after the test.
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        var said = await error;
        Assert.True(process.ExitCode == 0, said);

        var result = JsonDocument.Parse((await output).TrimEnd().Split('\n')[^1]).RootElement;
        Assert.Equal(scenario, result.GetProperty("scenario").GetString());
        return ([.. result.GetProperty("figures").EnumerateArray()], said);
    }
}
