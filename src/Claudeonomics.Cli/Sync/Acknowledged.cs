using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Memory;

namespace Claudeonomics.Cli.Sync;

/// <summary>What the server has acknowledged: which hours, in which version. Everything else is still to be sent.</summary>
/// <remarks>
/// Written after each answer. If it is lost everything is sent again, which changes nothing on the server. Bound: the hours of the server's
/// horizon, some 1,500, and a line for each older day on which an agent was used.
/// </remarks>
/// <param name="Server">Of which server.</param>
/// <param name="Device">Under which id.</param>
/// <param name="ReadAt">When the newest of it was read: later readings are dated later, whatever the clock does.</param>
/// <param name="Hours">UTC hours since 1970, with the version's digest.</param>
/// <param name="Days">Older days, <c>yyyy-MM-dd</c>, with the digest of their totals, or <see cref="SentAsHours"/>.</param>
internal sealed record Acknowledged(
    Uri Server, string Device, DateTimeOffset ReadAt, SortedDictionary<int, string> Hours, SortedDictionary<string, string> Days)
{
    /// <summary>Stands for a day that was sent call by call while it was young: totals would count it twice.</summary>
    public const string SentAsHours = "hours";

    private const string FileName = "acknowledged.json";

    /// <summary>What an account's server has acknowledged; nothing when another server, or nobody, did.</summary>
    public static Acknowledged Read(Surroundings surroundings, ServerAccount account)
    {
        var read = PrivateFile.Read(FileIn(surroundings), SyncJson.Default.Acknowledged);
        return read is { Hours: not null } && read.Server == account.Server && read.Device == account.Device
            ? read with { Days = read.Days ?? new(StringComparer.Ordinal) }
            : new(account.Server, account.Device, DateTimeOffset.UnixEpoch, [], new(StringComparer.Ordinal));
    }

    public void Write(Surroundings surroundings) => PrivateFile.Write(FileIn(surroundings), this, SyncJson.Default.Acknowledged);

    private static string FileIn(Surroundings surroundings) => Path.Combine(MemoryFolder.Of(surroundings), FileName);
}
