using Claudeonomics.Core.Tracing.Copies;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.Tracing;

/// <summary>Gives every copy that leaves as a file a number, on disk before the file is made, and marks what is in it.</summary>
public sealed class ExportCopies
{
    private readonly ControlDatabase _control;
    private readonly MarkKey _key;

    internal ExportCopies(ControlDatabase control, MarkKey key) => (_control, _key) = (control, key);

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

    /// <summary>What the marks of a copy are made with.</summary>
    public CopyCode CodeOf(int copy) => new(_key.Bytes, copy);
}
