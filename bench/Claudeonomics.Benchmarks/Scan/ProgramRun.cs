using System.Diagnostics;
using System.Globalization;

namespace Claudeonomics.Benchmarks.Scan;

/// <summary>One run of a program on one core: how long from start to end, and the most memory it had.</summary>
internal sealed record ProgramRun(double Seconds, double PeakMiB, string Output)
{
    public static async Task<ProgramRun> RunAsync(string program, IReadOnlyList<string> arguments, IReadOnlyList<(string Name, string Value)> variables)
    {
        // Pinned before it starts; the shell replaces itself by the program, whose output of gigabytes goes nowhere for cat.
        var isCat = program == "cat";
        var start = new ProcessStartInfo("taskset", isCat ? ["-c", "0", "sh", "-c", "exec cat \"$@\" > /dev/null", "cat", .. arguments] : ["-c", "0", program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var peak = WatchMemory(process);
        await process.WaitForExitAsync();
        var seconds = watch.Elapsed.TotalSeconds;
        return process.ExitCode == 0
            ? new(seconds, await peak / 1024.0, await output)
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors}");
    }

    private static async Task<double> WatchMemory(Process process)
    {
        var peak = 0.0;
        while (!process.HasExited)
        {
            try
            {
                // VmHWM:     51234 kB
                var line = File.ReadLines($"/proc/{process.Id}/status").FirstOrDefault(static line => line.StartsWith("VmHWM", StringComparison.Ordinal));
                if (line is not null)
                {
                    peak = Math.Max(peak, double.Parse(line.Split(':', ' ', '\t')[^2], CultureInfo.InvariantCulture));
                }
            }
            catch (IOException)
            {
                break;
            }

            await Task.Delay(10);
        }

        return peak;
    }
}
