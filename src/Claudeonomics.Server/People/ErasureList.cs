using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Claudeonomics.Server.People.Rights;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.People;

/// <summary>Who was erased, beside the stores: a backup of before still holds them, and a restore erases them again by this list.</summary>
/// <remarks>
/// A line an erasure: when, and the SHA-256 of the person's id, which was random and leads to nobody once its row is gone. The line is on disk before
/// the row goes, so that no crash leaves an erasure that a restore does not know of. Some 90 bytes each.
/// </remarks>
public sealed class ErasureList(string directory)
{
    /// <summary>In the data directory, and in every backup.</summary>
    public const string FileName = "erasures.log";

    // 2026-11-21T08:00:00.0000000Z 5d41402abc4b2a76b9719d911017c592...
    private const int HashChars = 64;

    private readonly string _file = FileIn(directory);

    public static string FileIn(string directory) => Path.Combine(directory, FileName);

    /// <summary>Writes an erasure down before it is done.</summary>
    internal void Add(string personId, DateTimeOffset now) => Append([$"{now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)} {HashOf(personId)}"]);

    /// <summary>Takes over what another list knows, so that the next restore knows it too.</summary>
    /// <returns><see langword="false"/> when there is no such file.</returns>
    /// <exception cref="InvalidDataException">It is no such list; nothing was taken over.</exception>
    public bool Merge(string file)
    {
        if (!File.Exists(file))
        {
            return false;
        }

        var known = Lines(_file).ToHashSet(StringComparer.Ordinal);
        Append([.. Lines(file).Where(line => !known.Contains(line))]);
        return true;
    }

    /// <summary>Erases whoever is on the list from a store that was copied from a backup.</summary>
    /// <returns>Ids of those who were there, for other stores to forget.</returns>
    public async Task<IReadOnlyList<string>> ApplyAsync(ControlDatabase control, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(control);
        var hashes = Lines(_file).Select(static line => line[^HashChars..]).ToHashSet(StringComparer.Ordinal);
        var erased = await control.ChangeAsync(
            async db =>
            {
                var back = (await db.People.ToListAsync()).Where(person => hashes.Contains(HashOf(person.Id))).ToList();
                foreach (var person in back)
                {
                    await PersonErasure.RunAsync(db, person, now);
                }

                return back.ConvertAll(static person => person.Id);
            },
            static (_, _) => { },
            cancellationToken);
        await control.ForgetDeletedAsync(cancellationToken);
        return erased;
    }

    private void Append(IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        using var stream = new FileStream(_file, FileMode.Append, FileAccess.Write, FileShare.Read);
        stream.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(static line => line + "\n"))));
        stream.Flush(flushToDisk: true);
    }

    private static string[] Lines(string file)
    {
        string[] lines = File.Exists(file) ? [.. File.ReadLines(file).Where(static line => line.Length > 0)] : [];
        return lines.All(static line => line.Length > HashChars && line[^(HashChars + 1)] == ' ' && line[^HashChars..].All(char.IsAsciiHexDigitLower))
            ? lines
            : throw new InvalidDataException($"'{file}' is no list of erasures.");
    }

    private static string HashOf(string personId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(personId)));
}
