using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SQLitePCL;

namespace Claudeonomics.Cli.Agents.Databases;

/// <summary>Finds SQLite's native code. The published program is one file and carries it inside; it is laid out when the first database is met.</summary>
internal static class SqliteLibrary
{
    private const string Resource = "e_sqlite3";

    private static readonly Lazy<bool> Loaded = new(static () =>
    {
        var carrier = typeof(SqliteLibrary).Assembly;
        if (carrier.GetManifestResourceInfo(Resource) is not null)
        {
            NativeLibrary.SetDllImportResolver(
                typeof(SQLite3Provider_e_sqlite3).Assembly,
                (name, _, _) => name == Resource ? NativeLibrary.Load(LayOut(carrier)) : IntPtr.Zero);
        }

        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return true;
    });

    public static void Load() => _ = Loaded.Value;

    // Named by its content and moved into place whole, so that two processes and an older release do not meet in one file.
    private static string LayOut(Assembly carrier)
    {
        using var stream = carrier.GetManifestResourceStream(Resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var folder = Path.Combine(Memory.MemoryFolder.Of(Surroundings.OfProcess), "native");
        var path = Path.Combine(folder, $"e_sqlite3-{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}");
        if (!File.Exists(path))
        {
            Memory.MemoryFolder.Create(Memory.MemoryFolder.Of(Surroundings.OfProcess));
            Memory.MemoryFolder.Create(folder);
            var fresh = $"{path}.{Environment.ProcessId}";
            File.WriteAllBytes(fresh, bytes);
            File.Move(fresh, path, overwrite: true);
        }

        return path;
    }
}
