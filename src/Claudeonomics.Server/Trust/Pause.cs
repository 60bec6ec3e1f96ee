using System.Globalization;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.Trust;

/// <summary>That figures are dark.</summary>
/// <param name="By">As written down: <c>key:ID</c>, <c>administrator</c>, or a person's id.</param>
public sealed record PauseState(DateTimeOffset Since, string By);

/// <summary>The switch that darkens every figure of people and company at once, while what agents send goes on being counted. It survives a restart.</summary>
public sealed partial class Pause : IDisposable
{
    private const string SettingName = "trust.pause";

    private readonly ControlDatabase _control;
    private readonly TimeProvider _clock;
    private readonly ILogger<Pause> _logger;
    private volatile PauseState? _current;
    private CancellationTokenSource _begins = new();

    public Pause(ControlDatabase control, TimeProvider clock, ILogger<Pause> logger)
    {
        ArgumentNullException.ThrowIfNull(control);
        (_control, _clock, _logger) = (control, clock, logger);
        using var db = control.Read();
        if (db.Settings.FirstOrDefault(static setting => setting.Name == SettingName) is { } kept)
        {
            var parts = kept.Value.Split(' ', 2);
            _current = new(DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[0], CultureInfo.InvariantCulture)), parts[1]);
            _begins.Cancel();
        }
    }

    /// <summary><see langword="null"/> while figures are shown.</summary>
    public PauseState? Current => _current;

    public bool IsOn => _current is not null;

    /// <summary>Cancelled when a pause begins, for answers that go on: streams end with it.</summary>
    public CancellationToken Begins => Volatile.Read(ref _begins).Token;

    /// <summary>Darkens, from the return on. A pause that is on stays as it is.</summary>
    public Task BeginAsync(string by, CancellationToken cancellationToken)
    {
        var state = new PauseState(_clock.GetUtcNow(), by);
        return _control.ChangeAsync(
            async db =>
            {
                if (await db.Settings.AnyAsync(static setting => setting.Name == SettingName))
                {
                    return false;
                }

                db.Settings.Add(new()
                {
                    Name = SettingName,
                    Value = string.Create(CultureInfo.InvariantCulture, $"{state.Since.ToUnixTimeMilliseconds()} {by}"),
                });
                return true;
            },
            (_, isNew) =>
            {
                if (isNew)
                {
                    _current = state;
                    _begins.Cancel();
                    LogBegun(by);
                }
            },
            cancellationToken);
    }

    /// <summary>Shows figures again.</summary>
    public Task EndAsync(string by, CancellationToken cancellationToken) => _control.ChangeAsync(
        static async db => await db.Settings.Where(static setting => setting.Name == SettingName).ExecuteDeleteAsync() > 0,
        (_, wasOn) =>
        {
            if (wasOn)
            {
                // The old source may still be asked for its token: it is left to the collector, and has no timer.
                Volatile.Write(ref _begins, new());
                _current = null;
                LogEnded(by);
            }
        },
        cancellationToken);

    public void Dispose() => _begins.Dispose();

    [LoggerMessage(EventId = 7001, Level = LogLevel.Warning, Message = "All figures of people and company were darkened by {By}")]
    private partial void LogBegun(string by);

    [LoggerMessage(EventId = 7002, Level = LogLevel.Warning, Message = "Figures are shown again, by {By}")]
    private partial void LogEnded(string by);
}
