using System.ComponentModel;
using System.Diagnostics;

namespace Claudeonomics.Cli.Sync.Autosync;

/// <summary>Runs other programs of this machine. Tests bring their own.</summary>
internal interface IPrograms
{
    /// <param name="input">What it reads, or null for nothing.</param>
    /// <returns>Its exit status and what it printed; null when there is no such program.</returns>
    /// <remarks>A cancelled program is ended.</remarks>
    Task<(int Exit, string Output)?> RunAsync(string program, IReadOnlyList<string> arguments, string? input, CancellationToken cancellationToken);
}

/// <summary>Those that are found on the path.</summary>
internal sealed class SystemPrograms : IPrograms
{
    public async Task<(int Exit, string Output)?> RunAsync(
        string program, IReadOnlyList<string> arguments, string? input, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process? process;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }

        using (process)
        {
            var (output, error) = (process!.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            try
            {
                await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
                process.StandardInput.Close();
                await process.WaitForExitAsync(cancellationToken);
                return (process.ExitCode, process.ExitCode == 0 ? await output : await error);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
    }
}
