using System.Globalization;
using System.Text.Json.Nodes;
using Claudeonomics.Storage.Embedded;

namespace Claudeonomics.IntegrationTests.Faults;

/// <summary><c>backup</c> while bodies come in, and <c>restore</c> into an empty folder.</summary>
public sealed class BackupTests
{
    private const int People = 24;
    private const int Bodies = 600;

    [Fact]
    public async Task Backup_WhileIngesting_RestoresToTheBoardsOfItsPosition()
    {
        var root = Directory.CreateTempSubdirectory("claudeonomics-backup-").FullName;
        try
        {
            await using var company = new FaultedCompany(new(seed: 3, People, Bodies), Path.Combine(root, "source"));
            await company.SetUpAsync();
            var sending = company.SendAllAsync();
            await UntilAsync(() => company.Sender.Acknowledged >= Bodies / 3 || sending.IsCompleted);
            await company.RunAsync("backup", Path.Combine(root, "copy"));
            var acknowledged = company.Sender.Acknowledged;
            await sending;
            await company.AssertTruthAsync();

            await using var restored = new FaultedCompany(company.Traffic, Path.Combine(root, "restored"));
            var restore = JsonNode.Parse(await restored.RunAsync("restore", Path.Combine(root, "copy")))!;
            Assert.True((bool)restore["ok"]!);
            var position = (long)restore["head"]!["sequence"]!;
            Assert.InRange(position, 1, (long)JsonNode.Parse(await company.RunAsync("verify"))!["head"]!["sequence"]!);
            await File.WriteAllTextAsync(Path.Combine(root, "anchor.json"), restore.ToJsonString(), TestContext.Current.CancellationToken);
            await company.RunAsync("verify", "--anchor", Path.Combine(root, "anchor.json"));
            await restored.StartAsync();
            var boards = await restored.BoardsAsync();
            await restored.StopAsync();

            // The source, as it was at the position: its own batches up to there, folded anew.
            await company.StopAsync();
            await using var cut = new FaultedCompany(company.Traffic, Copy(Path.Combine(root, "source"), Path.Combine(root, "cut")));
            CutAfter(Path.Combine(root, "cut"), position);
            await cut.RunAsync("rebuild");
            await cut.StartAsync();
            Assert.Equal(await cut.BoardsAsync(), boards);

            // And all of it: what the copy missed is still with the senders.
            await company.StartAsync();
            await restored.StartAsync();
            restored.Continue(company);
            await restored.SendAllAsync();
            await restored.AssertTruthAsync();
            await restored.KillAsync();
            await restored.StartAsync();
            Assert.Equal(await company.BoardsAsync(), await restored.BoardsAsync());
            Assert.InRange(acknowledged, Bodies / 3, Bodies);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    private static string Copy(string folder, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        return to;
    }

    // As the store itself would have left the file at that position, with nothing folded.
    private static void CutAfter(string folder, long position)
    {
        using var key = SigningKey.OpenOrCreate(folder);
        using var connection = LedgerConnection.OpenToWrite(LedgerConnection.FileIn(folder));
        connection.InTransaction(() =>
        {
            connection.Execute(string.Create(
                CultureInfo.InvariantCulture,
                $"DELETE FROM ledger_batch WHERE seq > {position}; DELETE FROM ledger_head WHERE seq > {position};"));
            connection.Execute(
                "DELETE FROM checkpoint; DELETE FROM rollup_block; DELETE FROM rollup_segment; DELETE FROM dimension; DELETE FROM agent;");
            LedgerSeal.Write(connection, key);
        });
    }
}
