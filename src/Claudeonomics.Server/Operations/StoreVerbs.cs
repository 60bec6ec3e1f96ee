using System.Text.Json;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Storage.Control;
using Claudeonomics.Storage.Embedded;

namespace Claudeonomics.Server.Operations;

/// <summary>What the command line does with the stores of a data directory.</summary>
internal static class StoreVerbs
{
    /// <summary>Reads the whole chain and prints what was found; also while a server runs.</summary>
    /// <param name="anchorFile">A file with a head that was kept elsewhere: <c>{"sequence":41,"hash":"…"}</c>, alone or as the <c>head</c> of an
    /// earlier answer.</param>
    /// <returns>The exit code: 0 when the chain is whole and passes through the anchor.</returns>
    public static int Verify(ServerOptions options, string? anchorFile, TimeProvider clock, TextWriter output, CancellationToken cancellationToken)
    {
        var anchor = anchorFile is null ? null : ReadAnchor(anchorFile);
        var found = LedgerFiles.Verify(options.DataPath, anchor, clock.GetUtcNow(), cancellationToken);
        output.WriteLine(JsonSerializer.Serialize(LedgerVerificationWire.Of(found), LedgerJson.Default.LedgerVerificationWire));
        return found.Ok ? 0 : 1;
    }

    /// <summary>Copies both stores; also while a server runs.</summary>
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
    }

    /// <summary>Puts a backup where no store is, and reads its chain.</summary>
    /// <returns>The exit code, as of <see cref="Verify"/>.</returns>
    public static int Restore(ServerOptions options, string directory, TimeProvider clock, TextWriter output, CancellationToken cancellationToken)
    {
        var source = Path.GetFullPath(directory);
        using (DataDirectory.Take(options))
        {
            var control = Path.Combine(options.DataPath, ControlDatabase.FileName);
            if (LedgerFiles.AreIn(options.DataPath) || File.Exists(control))
            {
                throw new IOException($"'{options.DataPath}' holds stores already; a restore never overwrites.");
            }

            LedgerFiles.Copy(source, options.DataPath);
            ControlDatabase.Copy(Path.Combine(source, ControlDatabase.FileName), control);
        }

        return Verify(options, anchorFile: null, clock, output, cancellationToken);
    }

    private static LedgerHead ReadAnchor(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            var head = document.RootElement.TryGetProperty("head", out var inner) ? inner : document.RootElement;
            return new(head.GetProperty("sequence").GetInt64(), head.GetProperty("hash").GetString() ?? "");
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new IOException($"'{file}' holds no head such as {{\"sequence\":41,\"hash\":\"...\"}}: {problem.Message}");
        }
    }
}
