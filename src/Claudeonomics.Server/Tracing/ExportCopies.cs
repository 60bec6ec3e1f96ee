using System.Security.Cryptography;
using Claudeonomics.Core.Tracing.Copies;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.Tracing;

/// <summary>Gives every copy that leaves as a file, and every channel that is told something, a number, on disk before anything leaves, and marks what does.</summary>
public sealed class ExportCopies
{
    /// <summary>How the access log names a channel, before its id.</summary>
    internal const string ChannelName = "digest:";

    /// <summary>How a copy says that a person asked for it: who stands beside it.</summary>
    internal const string PersonWord = "person";

    /// <summary>The form of what is read over the API in bulk.</summary>
    internal const string ReadsFormat = "reads";

    /// <summary>The form of what a channel is told.</summary>
    internal const string DigestFormat = "digest";

    private const string ReadsName = "reads:";
    private const int ReadsIdChars = 16;

    private readonly ControlDatabase _control;
    private readonly MarkKey _key;
    private readonly TimeProvider _clock;

    internal ExportCopies(ControlDatabase control, MarkKey key, TimeProvider clock) => (_control, _key, _clock) = (control, key, clock);

    /// <summary>Registers a copy.</summary>
    /// <returns>Its number.</returns>
    public Task<int> RegisterAsync(ExportCopy copy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(copy);
        return _control.ChangeAsync(
            async db =>
            {
                db.ExportCopies.Add(copy);
                await db.SaveChangesAsync(cancellationToken);
                return copy.Number;
            },
            static (_, _) => { },
            cancellationToken);
    }

    /// <summary>Gives whoever reads boards over the API in bulk a number, for what they are shown from then on.</summary>
    public Task<int> RegisterReaderAsync(Viewer viewer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        return RegisterAsync(
            new()
            {
                ApprovalId = ReadsName + RandomNumberGenerator.GetHexString(ReadsIdChars, lowercase: true), AskedAs = viewer.LoggedPerson is null ? viewer.LogName : PersonWord, AskedByPersonId = viewer.LoggedPerson,
                Board = ReadsFormat, View = "", Format = ReadsFormat, Snapshot = 0, MadeAt = _clock.GetUtcNow(),
            },
            cancellationToken);
    }

    /// <summary>The number of all that a channel is told; given at the first time.</summary>
    public Task<int> NumberOfChannelAsync(string channelId, CancellationToken cancellationToken)
    {
        var name = ChannelName + channelId;
        return _control.ChangeAsync(
            async db =>
            {
                if (await db.ExportCopies.FirstOrDefaultAsync(copy => copy.ApprovalId == name) is { } given)
                {
                    return given.Number;
                }

                // Nobody approves a channel's messages one by one: an administrator made the channel.
                var made = new ExportCopy { ApprovalId = name, AskedAs = name, Board = DigestFormat, View = "", Format = DigestFormat, Snapshot = 0, MadeAt = _clock.GetUtcNow() };
                db.ExportCopies.Add(made);
                await db.SaveChangesAsync(cancellationToken);
                return made.Number;
            },
            static (_, _) => { },
            cancellationToken);
    }

    /// <summary>What the marks of a copy are made with.</summary>
    public CopyCode CodeOf(int copy) => new(_key.Bytes, copy);

    /// <summary>Which of some names somebody has, as a pseudonym or as their own: no canary gets those.</summary>
    public IReadOnlySet<string> NamesTaken(IReadOnlyList<string> names)
    {
        using var db = _control.Read();
        return db.People.Where(person => names.Contains(person.Pseudonym) || names.Contains(person.Name)).Select(person => new { person.Pseudonym, person.Name })
            .AsEnumerable().SelectMany(static person => new[] { person.Pseudonym, person.Name }).ToHashSet(StringComparer.Ordinal);
    }
}
