using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Memory;

namespace Claudeonomics.Cli.Sync;

/// <summary>The server that this machine sends to, and as whom.</summary>
/// <param name="Server">Its address, with a slash at the end.</param>
/// <param name="Device">The id it gave this machine. Kept after signing out, so that a sign-in later goes on with it.</param>
/// <param name="Key">The device's key; null when signed out.</param>
/// <param name="Person">The name of whose it is.</param>
/// <param name="TimeZone">Where the company's days begin.</param>
internal sealed record ServerAccount(Uri Server, string Device, string? Key, string Person, string TimeZone)
{
    private const string FileName = "account.json";

    /// <returns>Null when this machine was never signed in.</returns>
    /// <exception cref="IOException">The file is there and cannot be understood.</exception>
    public static ServerAccount? Read(Surroundings surroundings) =>
        PrivateFile.Read(FileIn(surroundings), SyncJson.Default.ServerAccount);

    public void Write(Surroundings surroundings) => PrivateFile.Write(FileIn(surroundings), this, SyncJson.Default.ServerAccount);

    private static string FileIn(Surroundings surroundings) => Path.Combine(MemoryFolder.Of(surroundings), FileName);
}
