namespace Claudeonomics.Server.Operations;

/// <summary>The directory with everything the embedded store keeps, held by one process at a time.</summary>
public sealed class DataDirectory : IDisposable
{
    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    public string Path { get; }

    /// <summary>Creates the directory, readable by its owner only, and takes it until disposal.</summary>
    /// <exception cref="SettingsException">Another process has it, or it cannot be written.</exception>
    public static DataDirectory Take(ServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var path = options.DataPath;
        try
        {
            Create(path);
            return new(path, new FileStream(System.IO.Path.Combine(path, "server.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite,
                FileShare.None, bufferSize: 0));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Two writers would each keep half of the truth in memory.
            throw new SettingsException(ServerOptions.Key(nameof(ServerOptions.DataDirectory)),
                $"'{path}' cannot be used: {error.Message} Is another server running on it?");
        }
    }

    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public void Dispose() => _lock.Dispose();
}
