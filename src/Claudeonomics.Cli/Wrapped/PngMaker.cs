using Claudeonomics.Cli.Sync.Autosync;
using Claudeonomics.Core.Pictures;

namespace Claudeonomics.Cli.Wrapped;

/// <summary>Makes a PNG of an SVG by whichever program of this machine can.</summary>
internal sealed class PngMaker(IPrograms programs)
{
    // A picture takes a second. A browser that waits for something is not waited for.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <returns>The PNG; null when nothing on this machine could draw it.</returns>
    public async Task<byte[]?> MakeAsync(byte[] svg, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("claudeonomics-wrapped-").FullName;
        try
        {
            var (from, to) = (Path.Combine(folder, "year.svg"), Path.Combine(folder, "year.png"));
            await File.WriteAllBytesAsync(from, svg, cancellationToken);
            foreach (var (program, arguments) in PngProgram.All(Environment.UserName == "root"))
            {
                // What another program left there says nothing about this one.
                File.Delete(to);
                if (await RunAsync(program, arguments(from, to, Path.Combine(folder, "profile"), YearPicture.Width, YearPicture.Height), cancellationToken) && File.Exists(to)
                    && await File.ReadAllBytesAsync(to, cancellationToken) is var png && png.AsSpan().StartsWith(PngProgram.Signature))
                {
                    return png;
                }
            }

            return null;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<bool> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await programs.RunAsync(program, arguments, null, patience.Token) is (0, _);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
