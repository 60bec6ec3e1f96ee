using System.Text.Json;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Access;
using Claudeonomics.Storage.Control;
using Claudeonomics.Storage.Embedded;

namespace Claudeonomics.Server.Operations;

/// <summary>What the command line does with the stores of a data directory.</summary>
internal static class StoreVerbs
{
    /// <summary>Reads the whole chains of ledger and access log and prints what was found; also while a server runs.</summary>
    /// <param name="anchorFile">A file with heads that were kept elsewhere: <c>{"sequence":41,"hash":"…"}</c> of the ledger, alone or as the <c>head</c> of an
    /// earlier answer, which has the log's beside it; or the <c>heads</c> of a digest. With <c>at</c>, the time at which it was kept: without it, what it vouches for must
    /// still be there.</param>
    /// <returns>The exit code: 0 when both chains are whole and pass through the heads.</returns>
    public static int Verify(ServerOptions options, string? anchorFile, TimeProvider clock, TextWriter output, CancellationToken cancellationToken)
    {
        var (ledger, accessLog) = anchorFile is null ? default : ReadAnchors(anchorFile);
        var (wire, isOk) = Read(options, ledger, accessLog, clock, cancellationToken);
        output.WriteLine(JsonSerializer.Serialize(wire, LedgerJson.Default.LedgerVerificationWire));
        return isOk ? 0 : 1;
    }

    private static (LedgerVerificationWire Wire, bool IsOk) Read(
        ServerOptions options, KeptHead? ledger, KeptHead? accessLog, TimeProvider clock, CancellationToken cancellationToken)
    {
        var found = LedgerFiles.Verify(options.DataPath, ledger, clock.GetUtcNow(), cancellationToken);
        // Without a log nobody has looked at anything, unless a head says otherwise.
        var looks = AccessLogStore.IsIn(options.DataPath) || accessLog is not null
            ? AccessLogStore.Verify(options.DataPath, accessLog, clock.GetUtcNow(), cancellationToken)
            : null;
        return (LedgerVerificationWire.Of(found) with { AccessLog = looks is null ? null : AccessLogVerificationWire.Of(looks) }, found.Ok && looks is not { Ok: false });
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

        // Last: who is erased meanwhile may still be in the copy, and is then on its list.
        new ErasureList(target).Merge(ErasureList.FileIn(options.DataPath));
    }

    /// <summary>Puts a backup where no store is, erases whoever was erased since it was made, and reads its chain.</summary>
    /// <param name="erasuresFile">A list of erasures that was kept elsewhere. Lists that lie in the data directory and in the backup are used anyway.</param>
    /// <returns>The exit code, as of <see cref="Verify"/>.</returns>
    public static async Task<int> RestoreAsync(
        ServerOptions options, string directory, string? erasuresFile, TimeProvider clock, TextWriter output, CancellationToken cancellationToken)
    {
        var source = Path.GetFullPath(directory);
        int again;
        bool isKnown;
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
            (again, isKnown) = await EraseAgainAsync(options.DataPath, source, erasuresFile, clock, cancellationToken);
        }

        var (wire, isOk) = Read(options, ledger: null, accessLog: null, clock, cancellationToken);
        var answer = JsonSerializer.SerializeToNode(wire, LedgerJson.Default.LedgerVerificationWire)!;
        (answer["erasedAgain"], answer["erasuresSinceBackupKnown"]) = (again, isKnown);
        await output.WriteLineAsync(answer.ToJsonString());
        return isOk ? 0 : 1;
    }

    // Whether a list was there that is newer than the backup's own: without one, whoever was erased after the backup was made is back.
    private static async Task<(int Erased, bool IsKnown)> EraseAgainAsync(
        string data, string backup, string? erasuresFile, TimeProvider clock, CancellationToken cancellationToken)
    {
        var list = new ErasureList(data);
        var isKnown = File.Exists(ErasureList.FileIn(data));
        list.Merge(ErasureList.FileIn(backup));
        if (erasuresFile is not null)
        {
            isKnown = list.Merge(erasuresFile) ? true : throw new FileNotFoundException($"There is no list of erasures '{erasuresFile}'.");
        }

        using var control = ControlDatabase.Open(Path.Combine(data, ControlDatabase.FileName));
        var erased = await list.ApplyAsync(control, clock.GetUtcNow(), cancellationToken);
        if (erased.Count > 0 && AccessLogStore.IsIn(data))
        {
            using var looks = AccessLogStore.Open(data);
            foreach (var person in erased)
            {
                looks.ForgetPerson(person);
            }
        }

        return (erased.Count, isKnown);
    }

    private static (KeptHead Ledger, KeptHead? AccessLog) ReadAnchors(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            var root = document.RootElement;
            var ledger = root.TryGetProperty("head", out var inner) || root.TryGetProperty("ledger", out inner) ? inner : root;
            return (HeadOf(ledger, root), root.TryGetProperty("accessLog", out var log) && log.ValueKind is JsonValueKind.Object
                ? HeadOf(log.TryGetProperty("head", out var its) ? its : log, log)
                : null);
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new IOException($"'{file}' holds no head such as {{\"sequence\":41,\"hash\":\"...\"}}: {problem.Message}");
        }
    }

    // The moment stands in the head, as the log signs it, or beside it, as an answer or digest has it.
    private static KeptHead HeadOf(JsonElement head, JsonElement beside) => new(
        new(head.GetProperty("sequence").GetInt64(), head.GetProperty("hash").GetString() ?? ""), TimeOf(head) ?? TimeOf(beside));

    private static DateTimeOffset? TimeOf(JsonElement element) =>
        element.TryGetProperty("at", out var at) || element.TryGetProperty("signedAt", out at) ? at.GetDateTimeOffset() : null;
}
