using Claudeonomics.Cli.Scan;

namespace Claudeonomics.IntegrationTests.Logs;

/// <summary>Deep folders that are listed once, and what changes in them afterwards.</summary>
public sealed class KnownFoldersTests : IDisposable
{
    // Longer than a file system's tick, so that what follows has another time.
    private const int TickMs = 30;

    private readonly string _root = Directory.CreateTempSubdirectory("claudeonomics-folders-").FullName;

    private string Memory => Path.Combine(_root, "memory");

    private string Logs => Path.Combine(_root, "logs");

    [Fact]
    public void FilesBelow_WhateverHappensBetweenTwoProcesses_IsWhatADumbListingFinds()
    {
        var random = new Random(3);
        Directory.CreateDirectory(Memory);
        Directory.CreateDirectory(Logs);
        for (var round = 0; round < 60; round++)
        {
            Change(random);
            Thread.Sleep(TickMs);

            var folders = new KnownFolders(TimeSpan.Zero);
            folders.Load(Memory);
            var found = folders.FilesBelow(Logs, ".jsonl").Order(StringComparer.Ordinal).ToArray();
            folders.Save(Memory);

            Assert.Equal(Directory.GetFiles(Logs, "*.jsonl", SearchOption.AllDirectories).Order(StringComparer.Ordinal), found);
        }

        Assert.True(File.Exists(Path.Combine(Memory, "memory.folders")));
    }

    [Fact]
    public void FilesBelow_AfterAChangeThatMayBeFollowedByAnotherInTheSameTick_IsNotRemembered()
    {
        Directory.CreateDirectory(Memory);
        Directory.CreateDirectory(Logs);
        var folders = new KnownFolders();

        Assert.Empty(folders.FilesBelow(Logs, ".jsonl"));
        folders.Save(Memory);

        Assert.Empty(Directory.GetFiles(Memory));
    }

    [Fact]
    public void Load_AFileThatIsCutAnywhere_ListsAll()
    {
        Directory.CreateDirectory(Memory);
        Write(Path.Combine("a", "one.jsonl"));
        var folders = new KnownFolders(TimeSpan.Zero);
        Thread.Sleep(TickMs);
        Assert.Single(folders.FilesBelow(Logs, ".jsonl"));
        folders.Save(Memory);
        var path = Path.Combine(Memory, "memory.folders");
        var whole = File.ReadAllBytes(path);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            var cut = new KnownFolders(TimeSpan.Zero);
            cut.Load(Memory);

            Assert.Single(cut.FilesBelow(Logs, ".jsonl"));
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Change(Random random)
    {
        for (var changes = random.Next(4); changes >= 0; changes--)
        {
            var folder = Path.Combine([.. Enumerable.Range(0, random.Next(4)).Select(_ => $"f{random.Next(3)}")]);
            var path = Path.Combine(folder, $"{random.Next(5)}{(random.Next(4) == 0 ? ".txt" : ".jsonl")}");
            switch (random.Next(5))
            {
                case 0 when File.Exists(Path.Combine(Logs, path)):
                    File.Delete(Path.Combine(Logs, path));
                    break;
                case 1 when folder.Length > 0 && Directory.Exists(Path.Combine(Logs, folder)):
                    Directory.Delete(Path.Combine(Logs, folder), recursive: true);
                    break;
                case 2 when folder.Length > 0 && Directory.Exists(Path.Combine(Logs, folder)) && !Directory.Exists(Path.Combine(Logs, "moved")):
                    Directory.Move(Path.Combine(Logs, folder), Path.Combine(Logs, "moved"));
                    break;
                default:
                    Write(path);
                    break;
            }
        }
    }

    private void Write(string path)
    {
        var full = Path.Combine(Logs, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.AppendAllText(full, "{}\n");
    }
}
