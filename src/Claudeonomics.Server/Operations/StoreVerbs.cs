using System.Text.Json;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Storage.Access;
using Claudeonomics.Storage.Control;
using Claudeonomics.Storage.Embedded;

namespace Claudeonomics.Server.Operations;

/// <summary>What the command line does with the stores of a data directory.</summary>
internal static class StoreVerbs
{
    /// <summary>Reads the whole chains of ledger and access log and prints what was found; also while a server runs.</summary>
    /// <param name="anchorFile">A file with heads that were kept elsewhere: <c>{"sequence":41,"hash":"…"}</c> of the ledger, alone or as the <c>head</c> of an
    /// earlier answer, which has the log's beside it; or the <c>heads</c> of a digest.</param>
    /// <returns>The exit code: 0 when both chains are whole and pass through the heads.</returns>
    public static int Verify(ServerOptions options, string? anchorFile, TimeProvider clock, TextWriter output, CancellationToken cancellationToken)
    {
        var (ledger, accessLog) = anchorFile is null ? default : ReadAnchors(anchorFile);
        var found = LedgerFiles.Verify(options.DataPath, ledger, clock.GetUtcNow(), cancellationToken);
        // Without a log nobody has looked at anything, unless a head says otherwise.
        var looks = AccessLogStore.IsIn(options.DataPath) || accessLog is not null
            ? AccessLogStore.Verify(options.DataPath, accessLog, clock.GetUtcNow(), cancellationToken)
            : null;
        var wire = LedgerVerificationWire.Of(found) with { AccessLog = looks is null ? null : AccessLogVerificationWire.Of(looks) };
        output.WriteLine(JsonSerializer.Serialize(wire, LedgerJson.Default.LedgerVerificationWire));
        return found.Ok && looks is not { Ok: false } ? 0 : 1;
    }

    /// <summary>Copies the stores; also while a server runs.</summary>
    /// <param name="directory">Empty, or not there yet.</param>
    public static void Backup(ServerOptions options, string directory)
    {
        var target = Path.GetFullPath(directory);
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
        {
            throw new IOException($"'{target}' is not empty; a backup never overwrites.");
        }

        DataDirectory.Create(target);

        // The ledger first: control may then know identities that the copied ledger has not met yet. The other way round the ledger
        // would hold numbers that control gives out a second time.
        LedgerFiles.Copy(options.DataPath, target);
        ControlDatabase.Copy(Path.Combine(options.DataPath, ControlDatabase.FileName), Path.Combine(target, ControlDatabase.FileName));
        if (AccessLogStore.IsIn(options.DataPath))
        {
            AccessLogStore.Copy(options.DataPath, target);
        }
    }

    /// <summary>Puts a backup where no store is, and reads its chain.</summary>
    /// <returns>The exit code, as of <see cref="Verify"/>.</returns>
    public static int Restore(ServerOptions options, string directory, TimeProvider clock, TextWriter output, CancellationToken cancellationToken)
    {
        var source = Path.GetFullPath(directory);
        using (DataDirectory.Take(options))
        {
            var control = Path.Combine(options.DataPath, ControlDatabase.FileName);
            if (LedgerFiles.AreIn(options.DataPath) || File.Exists(control) || AccessLogStore.IsIn(options.DataPath))
            {
                throw new IOException($"'{options.DataPath}' holds stores already; a restore never overwrites.");
            }

            LedgerFiles.Copy(source, options.DataPath);
            ControlDatabase.Copy(Path.Combine(source, ControlDatabase.FileName), control);
            if (AccessLogStore.IsIn(source))
            {
                AccessLogStore.Copy(source, options.DataPath);
            }
        }

        return Verify(options, anchorFile: null, clock, output, cancellationToken);
    }

    private static (LedgerHead Ledger, LedgerHead? AccessLog) ReadAnchors(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            var root = document.RootElement;
            var ledger = root.TryGetProperty("head", out var inner) || root.TryGetProperty("ledger", out inner) ? inner : root;
            return (HeadOf(ledger), root.TryGetProperty("accessLog", out var log) && log.ValueKind is JsonValueKind.Object
                ? HeadOf(log.TryGetProperty("head", out var its) ? its : log)
                : null);
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new IOException($"'{file}' holds no head such as {{\"sequence\":41,\"hash\":\"...\"}}: {problem.Message}");
        }
    }

    private static LedgerHead HeadOf(JsonElement head) => new(head.GetProperty("sequence").GetInt64(), head.GetProperty("hash").GetString() ?? "");
}
