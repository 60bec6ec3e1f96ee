using Claudeonomics.Core.Ranking;
using Claudeonomics.Server.Boards;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.Help;

/// <summary>Everything that people thanked each other for, read from the control store when it has changed and somebody asks.</summary>
internal sealed class ThanksSource : IThanksSource
{
    private readonly ControlDatabase _control;
    private readonly ReadWhenChanged<Thanks> _thanks;

    public ThanksSource(ControlDatabase control)
    {
        _control = control;
        _thanks = new(version => new(version, Read()));
    }

    public long Version => _thanks.Version;

    public IThanks Current => _thanks.Current;

    /// <summary>Told after a commit whether something was said or taken back.</summary>
    public void Changed(bool isSo)
    {
        if (isSo)
        {
            _thanks.Changed();
        }
    }

    private List<Thank> Read()
    {
        using var db = _control.Read();

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
