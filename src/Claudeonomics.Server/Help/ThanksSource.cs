using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.Boards;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.Help;

/// <summary>Everything that people thanked each other for, read from the control store when it has changed and somebody asks.</summary>
internal sealed class ThanksSource(ControlDatabase control) : IThanksSource
{
    private readonly Lock _gate = new();
    private long _version = 1;
    private volatile Thanks _current = new(0, []);

    public long Version => Interlocked.Read(ref _version);

    public IThanks Current
    {
        get
        {
            if (_current.Version == Version)
            {
                return _current;
            }

            lock (_gate)
            {
                // The version first: what changes while this reads is read again.
                var version = Version;
                return _current.Version == version ? _current : _current = new(version, Read());
            }
        }
    }

    /// <summary>Told after a commit whether something was said or taken back.</summary>
    public void Changed(bool isSo)
    {
        if (isSo)
        {
            Interlocked.Increment(ref _version);
        }
    }

    private List<Thank> Read()
    {
        using var db = control.Read();

        // An id is kept once, however many thanks name it: some 40 bytes a row are left.
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        return
        [
            .. db.Kudos.Select(static kudos => new Thank(kudos.FromPersonId, kudos.ToPersonId, kudos.Day, ThankKind.Kudos)).AsEnumerable().Select(Shared),
            .. db.AcceptedHelps.Select(static help => new Thank(help.HelpedId, help.HelperId, help.Day, ThankKind.HelpAccepted)).AsEnumerable().Select(Shared),
        ];

        Thank Shared(Thank thank) => thank with { From = Once(thank.From), To = Once(thank.To) };

        string Once(string id) => ids.TryGetValue(id, out var known) ? known : ids[id] = id;
    }

    private sealed record Thanks(long Version, IReadOnlyList<Thank> All) : IThanks;
}
