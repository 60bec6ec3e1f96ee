using System.Globalization;
using Claudeonomics.Storage.Access;

namespace Claudeonomics.Server.Trust;

/// <summary>Somebody read the figures of many people one by one.</summary>
/// <param name="By"><see cref="People.Viewer.LogName"/>.</param>
/// <param name="ByPerson">Their id; <see langword="null"/> for a key or an administrator without a row.</param>
/// <param name="People">Different people at the moment of the alarm.</param>
public sealed record BulkReading(DateTimeOffset At, string By, string? ByPerson, int People);

/// <summary>Notices who reads the figures of <see cref="MostPeople"/> different people one by one within <see cref="Window"/>.</summary>
/// <remarks>
/// An exact sliding window: it cannot miss, and whoever stays below cannot raise it. One alarm for a viewer and window.
/// Bounds: <see cref="MostViewers"/> viewers who lately looked at somebody, at most <see cref="MostPeople"/> people each; past it those whose window is
/// over are forgotten first, then whoever looked longest ago.
/// </remarks>
public sealed class BulkAlarm
{
    /// <summary>Different people.</summary>
    public const int MostPeople = 20;

    private const int MostViewers = 20_000;
    private const int MostKept = 100;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Looks> _viewers = new(StringComparer.Ordinal);
    private readonly Queue<BulkReading> _raised = new();

    /// <summary>The latest alarms since start, the latest first.</summary>
    public IReadOnlyList<BulkReading> Latest
    {
        get
        {
            lock (_lock)
            {
                return [.. _raised.Reverse()];
            }
        }
    }

    /// <summary>An alarm was raised. Whoever listens takes it over and returns: looks wait meanwhile.</summary>
    public event Action<BulkReading>? Raised;

    /// <summary>A viewer looked at one person.</summary>
    /// <param name="reader">Whose looks count together (<see cref="People.Viewer.Reader"/>); <see langword="null"/> for those of <paramref name="by"/> alone.</param>
    /// <returns>The entry of an alarm that it raised; <see langword="null"/> when it raised none.</returns>
    internal Look? Sees(string by, string? byPerson, string about, DateTimeOffset now, string? reader = null)
    {
        lock (_lock)
        {
            if (!_viewers.TryGetValue(reader ?? by, out var looks))
            {
                MakeRoom(now);
                _viewers[reader ?? by] = looks = new();
            }

            looks.People[about] = looks.LastAt = now;
            foreach (var (person, _) in looks.People.Where(pair => pair.Value < now - Window).ToList())
            {
                looks.People.Remove(person);
            }

            if (looks.People.Count < MostPeople)
            {
                return null;
            }

            var isNew = looks.RaisedAt is not { } raised || now - raised >= Window;
            // The oldest makes place, so that somebody who goes on raises the next alarm when the window is over.
            looks.People.Remove(looks.People.MinBy(static pair => pair.Value).Key);
            if (!isNew)
            {
                return null;
            }

            looks.RaisedAt = now;
            if (_raised.Count == MostKept)
            {
                _raised.Dequeue();
            }

            var reading = new BulkReading(now, by, byPerson, MostPeople);
            _raised.Enqueue(reading);
            Raised?.Invoke(reading);
            return new Look(
                AccessAct.Alarm, by, byPerson,
                string.Create(CultureInfo.InvariantCulture, $"{MostPeople} people one by one within {Window.TotalMinutes:0} minutes"), "", About: null, Snapshot: null);
        }
    }

    private void MakeRoom(DateTimeOffset now)
    {
        if (_viewers.Count < MostViewers)
        {
            return;
        }

        foreach (var (viewer, _) in _viewers.Where(pair => pair.Value.LastAt <= now - Window).ToList())
        {
            _viewers.Remove(viewer);
        }

        if (_viewers.Count >= MostViewers)
        {
            _viewers.Remove(_viewers.MinBy(static pair => pair.Value.LastAt).Key);
        }
    }

    private sealed class Looks
    {
        public Dictionary<string, DateTimeOffset> People { get; } = new(StringComparer.Ordinal);

        public DateTimeOffset LastAt { get; set; }

        public DateTimeOffset? RaisedAt { get; set; }
    }
}
