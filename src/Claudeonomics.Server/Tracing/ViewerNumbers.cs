using System.Collections.Concurrent;
using Claudeonomics.Core.Tracing;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.Tracing;

/// <summary>Gives everybody who looks a number, at their first page; on disk before a page carries it.</summary>
internal sealed class ViewerNumbers
{
    private readonly ControlDatabase _control;

    // One for each person and key that ever looked: bounded by the numbers there are.
    private readonly ConcurrentDictionary<string, int> _numbers;

    public ViewerNumbers(ControlDatabase control)
    {
        _control = control;
        using var db = control.Read();
        _numbers = new(db.ViewerNumbers.Where(viewer => viewer.Viewer != null).ToDictionary(viewer => viewer.Viewer!, viewer => viewer.Number), StringComparer.Ordinal);
    }

    /// <exception cref="InvalidOperationException">All numbers are given out: a million looked before.</exception>
    public int Of(string viewer) => _numbers.TryGetValue(viewer, out var known) ? known : Give(viewer);

    private int Give(string viewer) => _control.Change(
        db =>
        {
            if (db.ViewerNumbers.FirstOrDefault(given => given.Viewer == viewer) is { } given)
            {
                return given.Number;
            }

            var made = new ViewerNumber { Viewer = viewer };
            db.ViewerNumbers.Add(made);
            db.SaveChanges();
            return made.Number < ViewMark.Viewers ? made.Number : throw new InvalidOperationException("All numbers for viewers are given out.");
        },
        (_, number) => _numbers[viewer] = number);
}
