using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using Claudeonomics.Core.Pictures;
using Claudeonomics.Server.Operations;

namespace Claudeonomics.Server.Digests;

/// <summary>Pictures that a chat's server fetches: drawn as PNG by a program of this machine, kept for a day under an address nobody can guess.</summary>
/// <remarks>Bound: 32 pictures, some 100 KB each; the oldest goes. After a restart they are gone: who was to fetch them has done so in seconds.</remarks>
internal sealed partial class DigestPictures(ServerOptions options, TimeProvider clock, ILogger<DigestPictures> logger)
{
    /// <summary>Where they are.</summary>
    public const string Path = "/digests/pictures/";

    private const int MostPictures = 32;

    // A link to company figures lasts a day.
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly Queue<(string Token, byte[] Png, DateTimeOffset Until)> _kept = new();

    /// <returns>Where the picture can be fetched; <see langword="null"/> where the server knows no address of its own, or nothing draws a PNG.</returns>
    public async Task<string?> KeepAsync(byte[] svg, CancellationToken cancellationToken)
    {
        if (options.PublicUrl is not { } address || await DrawAsync(svg, cancellationToken) is not { } png)
        {
            return null;
        }

        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        lock (_gate)
        {
            _kept.Enqueue((token, png, clock.GetUtcNow() + Kept));
            while (_kept.Count > MostPictures)
            {
                _kept.Dequeue();
            }
        }

        return $"{address.TrimEnd('/')}{Path}{token}";
    }

    /// <returns><see langword="null"/> for a token that never was, or is over.</returns>
    public byte[]? Find(string token)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            while (_kept.TryPeek(out var oldest) && oldest.Until <= now)
            {
                _kept.Dequeue();
            }

            return _kept.FirstOrDefault(kept => kept.Token == token).Png;
        }
    }

    private async Task<byte[]?> DrawAsync(byte[] svg, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("claudeonomics-digest-").FullName;
        try
        {
            var (from, to) = (System.IO.Path.Combine(folder, "digest.svg"), System.IO.Path.Combine(folder, "digest.png"));
            await File.WriteAllBytesAsync(from, svg, cancellationToken);
            foreach (var (program, arguments) in PngProgram.All(Environment.UserName == "root"))
            {
                File.Delete(to);
                if (await RunAsync(program, arguments(from, to, System.IO.Path.Combine(folder, "profile"), DigestPicture.Width, DigestPicture.Height), cancellationToken)
                    && File.Exists(to) && await File.ReadAllBytesAsync(to, cancellationToken) is var png && png.AsSpan().StartsWith(PngProgram.Signature))
                {
                    return png;
                }
            }

            LogNoPng(PngProgram.Wanted);
            return null;
        }
        finally
        {
            Remove(folder);
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // A browser's last process may still write there. The picture is read, and no digest waits for what is left.
        }
    }

    private static async Task<bool> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        Process? started = null;
        try
        {
            started = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
            if (started is null)
            {
                return false;
            }

            await Task.WhenAll(
                started.StandardOutput.ReadToEndAsync(patience.Token), started.StandardError.ReadToEndAsync(patience.Token), started.WaitForExitAsync(patience.Token));
            return started.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            // Not installed.
            return false;
        }
        catch (OperationCanceledException)
        {
            started?.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
        finally
        {
            started?.Dispose();
        }
    }

    [LoggerMessage(EventId = 5003, Level = LogLevel.Warning, Message = "A digest goes out without its picture: nothing on this machine draws a PNG. Install {Wanted}")]
    private partial void LogNoPng(string wanted);
}
