using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Claudeonomics.Cli.Memory;

namespace Claudeonomics.Cli.Sync;

/// <summary>A small JSON file that only its owner may read, and that is whole whenever somebody looks.</summary>
internal static class PrivateFile
{
    /// <returns>Null when there is no such file.</returns>
    /// <exception cref="IOException">The file is there and cannot be understood.</exception>
    public static T? Read<T>(string file, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), type);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException broken)
        {
            throw new IOException($"{file} is damaged: {broken.Message} Delete it and run claudeonomics login again.", broken);
        }
    }

    /// <summary>Puts a new file in the place of the old one in one step: a power cut leaves one or the other.</summary>
    public static void Write<T>(string file, T content, JsonTypeInfo<T> type)
    {
        MemoryFolder.Create(Path.GetDirectoryName(file)!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var fresh = file + ".new";
        using (var stream = new FileStream(fresh, options))
        {
            JsonSerializer.Serialize(stream, content, type);
            stream.Flush(flushToDisk: true);
        }

        File.Move(fresh, file, overwrite: true);
    }
}
