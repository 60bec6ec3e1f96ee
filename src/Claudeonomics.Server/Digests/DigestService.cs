using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Claudeonomics.Core.Ledger;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.Trust;
using Claudeonomics.Storage.Access;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.Digests;

/// <param name="Host">Where it posts to; the rest of the address is a secret.</param>
/// <param name="TeamId">The team that it is about; <see langword="null"/> for the company.</param>
public sealed record DigestChannelDetails(
    string Id, DigestKind Kind, string Name, string Host, string? TeamId, string? Team, bool IsWeekly, bool IsSeasonal, DateTimeOffset CreatedAt);

/// <param name="Answer">What the receiver said, or why it did not.</param>
public sealed record DigestDeliveryDetails(
    string Id, DigestOccasion Occasion, DateOnly FromDay, DateOnly UntilDay, DateTimeOffset CreatedAt, DeliveryState State, int Attempts,
    DateTimeOffset? LastAttemptAt, DateTimeOffset? NextAttemptAt, string? Answer);

/// <summary>A channel that somebody wants.</summary>
/// <param name="Team">Id of a team, or <see langword="null"/> for the company.</param>
public sealed record NewDigestChannel(DigestKind Kind, string Name, string Url, string? Team, bool IsWeekly, bool IsSeasonal);

/// <summary>What would be sent now.</summary>
/// <param name="Digest"><see langword="null"/> when the group is too small to be told about.</param>
/// <param name="Json">The body; empty without a digest.</param>
/// <param name="Picture">SVG; empty without a digest.</param>
public sealed record DigestPreview(Digest? Digest, byte[] Json, byte[] Picture);

/// <summary>Channels and what goes to them.</summary>
/// <remarks>Bounds: 100 channels; one attempt at a time; six attempts over nine hours, then a delivery has failed; deliveries are kept 400 days.</remarks>
public sealed partial class DigestService : IDisposable
{
    public const int MostChannels = 100;
    public const int MaxNameChars = 80;
    private const int LogDays = 400;

    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(6)];

    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(12);

    private readonly ControlDatabase _control;
    private readonly DigestBuilder _builder;
    private readonly DigestMarks _marks;
    private readonly DigestSender _sender;
    private readonly DigestReach _reach;
    private readonly Dictionary<DigestKind, IDigestFormat> _formats;
    private readonly CompanyCalendar _calendar;
    private readonly TimeProvider _clock;
    private readonly int _hour;
    private readonly Pause _pause;
    private readonly AccessLog _log;
    private readonly IUsageLedger _ledger;
    private readonly ILogger<DigestService> _logger;
    private readonly SemaphoreSlim _sending = new(1, 1);

    internal DigestService(
        ControlDatabase control, DigestBuilder builder, DigestMarks marks, DigestSender sender, DigestReach reach, IEnumerable<IDigestFormat> formats, CompanyCalendar calendar,
        TimeProvider clock, ServerOptions options, Pause pause, AccessLog log, IUsageLedger ledger, ILogger<DigestService> logger)
    {
        (_control, _builder, _marks, _sender, _reach, _calendar, _clock, _hour, _pause, _log, _ledger, _logger) =
            (control, builder, marks, sender, reach, calendar, clock, options.DigestHour, pause, log, ledger, logger);
        _formats = formats.ToDictionary(static format => format.Kind);
    }

    /// <returns>Problems by field; empty when it can be made.</returns>
    public Dictionary<string, string[]> ProblemsOf(NewDigestChannel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        var problems = new Dictionary<string, string[]>();
        if (!Enum.IsDefined(channel.Kind))
        {
            problems["kind"] = ["slack or webhook."];
        }

        if (channel.Name is not { Length: > 0 and <= MaxNameChars } || channel.Name.Any(char.IsControl))
        {
            problems["name"] = [$"1 to {MaxNameChars} characters, no control characters."];
        }

        if (DigestAddress.Problem(channel.Url, _reach) is { } problem)
        {
            problems["url"] = [problem];
        }

        if (!channel.IsWeekly && !channel.IsSeasonal)
        {
            problems["weekly"] = ["Weekly, at the end of a season, or both."];
        }

        return problems;
    }

    /// <returns>The channel's id and, for a signed webhook, its secret, shown this once; <see langword="null"/> when there are too many or no such team.</returns>
    public async Task<(string Id, string? Secret)?> CreateAsync(NewDigestChannel channel, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(channel);
        var id = NewId();
        var secret = channel.Kind is DigestKind.Webhook ? Convert.ToBase64String(RandomNumberGenerator.GetBytes(WebhookFormat.SecretBytes)) : null;
        var isMade = await _control.ChangeAsync(
            async db =>
            {
                if (await db.DigestChannels.CountAsync() >= MostChannels
                    || (channel.Team is not null && !await db.Teams.AnyAsync(team => team.Id == channel.Team)))
                {
                    return false;
                }

                db.DigestChannels.Add(new()
                {
                    Id = id, Kind = channel.Kind, Name = channel.Name, Url = channel.Url, Secret = secret, TeamId = channel.Team,
                    IsWeekly = channel.IsWeekly, IsSeasonal = channel.IsSeasonal, CreatedAt = _clock.GetUtcNow(), CreatedBy = by,
                });
                return true;
            },
            static (_, _) => { },
            cancellationToken);
        if (!isMade)
        {
            return null;
        }

        LogCreated(id, channel.Kind, by);
        return (id, secret is null ? null : WebhookFormat.SecretPrefix + secret);
    }

    public async Task<IReadOnlyList<DigestChannelDetails>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = _control.Read();
        var channels = await (
            from channel in db.DigestChannels
            from team in db.Teams.Where(team => team.Id == channel.TeamId).DefaultIfEmpty()
            orderby channel.CreatedAt, channel.Id
            select new { Channel = channel, Team = team == null ? null : team.Name }).ToListAsync(cancellationToken);
        return
        [
            .. channels.Select(static row => new DigestChannelDetails(
                row.Channel.Id, row.Channel.Kind, row.Channel.Name, DigestAddress.Shown(row.Channel.Url), row.Channel.TeamId, row.Team,
                row.Channel.IsWeekly, row.Channel.IsSeasonal, row.Channel.CreatedAt)),
        ];
    }

    /// <returns><see langword="false"/> when there is no such channel.</returns>
    public Task<bool> DeleteAsync(string id, string by, CancellationToken cancellationToken) => _control.ChangeAsync(
        async db => await db.DigestChannels.Where(channel => channel.Id == id).ExecuteDeleteAsync() > 0,
        (_, isDeleted) =>
        {
            if (isDeleted)
            {
                LogDeleted(id, by);
            }
        },
        cancellationToken);

    /// <summary>What was sent to a channel, the latest first.</summary>
    public async Task<IReadOnlyList<DigestDeliveryDetails>> DeliveriesAsync(string channelId, int limit, CancellationToken cancellationToken)
    {
        await using var db = _control.Read();
        return await db.DigestDeliveries.Where(delivery => delivery.ChannelId == channelId)
            .OrderByDescending(delivery => delivery.CreatedAt).ThenByDescending(delivery => delivery.Id).Take(limit)
            .Select(row => new DigestDeliveryDetails(
                row.Id, row.Occasion, row.FromDay, row.UntilDay, row.CreatedAt, row.State, row.Attempts, row.LastAttemptAt, row.NextAttemptAt, row.Answer))
            .ToListAsync(cancellationToken);
    }

    /// <summary>What a channel would get now, about the last whole week.</summary>
    /// <returns><see langword="null"/> when there is no such channel.</returns>
    public async Task<DigestPreview?> PreviewAsync(string channelId, CancellationToken cancellationToken)
    {
        if (await FindAsync(channelId, cancellationToken) is not { } channel)
        {
            return null;
        }

        if (_builder.Build(channel.TeamId, DigestOccasion.Week, DigestSchedule.WeekBefore(Today)) is not { } built)
        {
            return new(null, [], []);
        }

        var digest = await _marks.MarkAsync(built, channel, cancellationToken);
        var picture = DigestPicture.Draw(digest);
        return new(digest, (await _formats[channel.Kind].WriteAsync(digest, picture, cancellationToken)).Json, picture);
    }

    /// <summary>Sends the last whole week to a channel, once, now.</summary>
    /// <returns><see langword="null"/> when there is no such channel.</returns>
    public async Task<DigestDeliveryDetails?> TestAsync(string channelId, CancellationToken cancellationToken)
    {
        if (await FindAsync(channelId, cancellationToken) is null)
        {
            return null;
        }

        var (days, now) = (DigestSchedule.WeekBefore(Today), _clock.GetUtcNow());
        var delivery = NewDelivery(channelId, DigestOccasion.Test, days, now);
        await AddAsync([delivery], cancellationToken);
        await AttemptAsync(delivery.Id, cancellationToken);
        await using var db = _control.Read();
        var row = await db.DigestDeliveries.FirstAsync(row => row.Id == delivery.Id, cancellationToken);
        return new(row.Id, row.Occasion, row.FromDay, row.UntilDay, row.CreatedAt, row.State, row.Attempts, row.LastAttemptAt, row.NextAttemptAt, row.Answer);
    }

    public void Dispose() => _sending.Dispose();

    /// <summary>Puts on their way what is due, and tries what is waiting.</summary>
    internal async Task RunDueAsync(CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        await AddDueAsync(now, cancellationToken);
        List<string> waiting;
        await using (var db = _control.Read())
        {
            waiting = await db.DigestDeliveries
                .Where(delivery => delivery.State == DeliveryState.Waiting && delivery.NextAttemptAt <= now)
                .OrderBy(delivery => delivery.NextAttemptAt).Select(delivery => delivery.Id).ToListAsync(cancellationToken);
        }

        foreach (var id in waiting)
        {
            await AttemptAsync(id, cancellationToken);
        }
    }

    private DateOnly Today => _calendar.DayOf(_clock.GetUtcNow().ToUnixTimeMilliseconds());

    private static string NewId() => RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz234567", 16);

    private static DigestDelivery NewDelivery(string channelId, DigestOccasion occasion, DayRange days, DateTimeOffset now) => new()
    {
        Id = NewId(), ChannelId = channelId, Occasion = occasion, FromDay = days.Start, UntilDay = days.End, CreatedAt = now,
        State = DeliveryState.Waiting, Attempts = 0, NextAttemptAt = now,
    };

    private async Task<DigestChannel?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = _control.Read();
        return await db.DigestChannels.FirstOrDefaultAsync(channel => channel.Id == id, cancellationToken);
    }

    private async Task AddDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var due = DigestSchedule.DueAt(now, _calendar, _hour).ToList();
        if (due.Count == 0)
        {
            return;
        }

        List<DigestDelivery> added = [];
        await using (var db = _control.Read())
        {
            var channels = await db.DigestChannels.ToListAsync(cancellationToken);
            foreach (var (occasion, days, dueAt) in due)
            {
                var told = (await db.DigestDeliveries.Where(delivery => delivery.Occasion == occasion && delivery.FromDay == days.Start)
                    .Select(delivery => delivery.ChannelId).ToListAsync(cancellationToken)).ToHashSet();
                added.AddRange(channels
                    .Where(channel => (occasion is DigestOccasion.Week ? channel.IsWeekly : channel.IsSeasonal) && channel.CreatedAt < dueAt && !told.Contains(channel.Id))
                    .Select(channel => NewDelivery(channel.Id, occasion, days, now)));
            }
        }

        if (added.Count > 0)
        {
            await AddAsync(added, cancellationToken);
        }
    }

    private async Task AddAsync(IReadOnlyList<DigestDelivery> deliveries, CancellationToken cancellationToken)
    {
        var oldest = _clock.GetUtcNow().AddDays(-LogDays);
        await _control.ChangeAsync(
            async db =>
            {
                await db.DigestDeliveries.Where(delivery => delivery.CreatedAt < oldest).ExecuteDeleteAsync();
                db.DigestDeliveries.AddRange(deliveries);
                return 0;
            },
            static (_, _) => { },
            cancellationToken);
    }

    // One at a time: a test and the clock must not send one delivery twice.
    private async Task AttemptAsync(string deliveryId, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            DigestDelivery? delivery;
            DigestChannel? channel;
            await using (var db = _control.Read())
            {
                delivery = await db.DigestDeliveries.FirstOrDefaultAsync(row => row.Id == deliveryId && row.State == DeliveryState.Waiting, cancellationToken);
                channel = delivery is null ? null : await db.DigestChannels.FirstOrDefaultAsync(row => row.Id == delivery.ChannelId, cancellationToken);
            }

            // While figures are dark nothing goes out; it is tried when they are shown again.
            if (delivery is null || channel is null || _pause.IsOn)
            {
                return;
            }

            var digest = _builder.Build(channel.TeamId, delivery.Occasion, new(delivery.FromDay, delivery.UntilDay));
            var attempt = digest is null ? null : await SendAsync(digest, channel, delivery.Id, cancellationToken);
            await _control.ChangeAsync(
                async db =>
                {
                    if (await db.DigestDeliveries.FirstOrDefaultAsync(row => row.Id == deliveryId) is { } row)
                    {
                        Note(row, attempt);
                    }

                    return 0;
                },
                static (_, _) => { },
                CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task<DigestAttempt> SendAsync(Digest digest, DigestChannel channel, string deliveryId, CancellationToken cancellationToken)
    {
        var format = _formats[channel.Kind];
        var told = await _marks.MarkAsync(digest, channel, cancellationToken) with { Heads = new(_clock.GetUtcNow(), _ledger.Head, await _log.SignHeadAsync(cancellationToken)) };
        var message = await format.WriteAsync(told, DigestPicture.Draw(told), cancellationToken);
        var attempt = await PostAsync(message, format, channel, deliveryId, cancellationToken);

        // A chat that does not reach this server fetches no picture from it, and then takes nothing of the message.
        if (attempt.Status is HttpStatusCode.BadRequest && message.WithoutPicture is { } plain)
        {
            var refused = attempt.Answer;
            attempt = await PostAsync(new(plain), format, channel, deliveryId, cancellationToken);
            attempt = attempt.IsDelivered ? attempt with { Answer = $"{attempt.Answer}, without the picture, with which it was {refused}" } : attempt;
        }

        if (attempt.IsDelivered)
        {
            _log.Note(new(
                AccessAct.Digest, $"digest:{channel.Id}", ByPerson: null,
                string.Create(CultureInfo.InvariantCulture, $"is told of {digest.Days.Start:yyyy-MM-dd} to {digest.Days.End:yyyy-MM-dd}"), "", About: null, Snapshot: null));
        }

        return attempt;
    }

    private async Task<DigestAttempt> PostAsync(DigestMessage message, IDigestFormat format, DigestChannel channel, string deliveryId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, channel.Url);
        format.Sign(request, message, channel, deliveryId, _clock.GetUtcNow());
        return await _sender.SendAsync(request, message, cancellationToken);
    }

    private void Note(DigestDelivery row, DigestAttempt? attempt)
    {
        row.NextAttemptAt = null;
        if (attempt is null)
        {
            (row.State, row.Answer) = (DeliveryState.Withheld, "Too few people take part to be told about.");
            return;
        }

        var now = _clock.GetUtcNow();
        row.Attempts++;
        (row.LastAttemptAt, row.Answer) = (now, attempt.Answer);
        if (attempt.IsDelivered)
        {
            row.State = DeliveryState.Delivered;
            return;
        }

        // A test is tried once: somebody is looking.
        if (attempt.IsFinal || row.Occasion is DigestOccasion.Test || row.Attempts > Pauses.Length)
        {
            row.State = DeliveryState.Failed;
            LogFailed(row.Id, row.ChannelId, row.Attempts, attempt.Answer);
            return;
        }

        var pause = Pauses[row.Attempts - 1];
        row.NextAttemptAt = now + (attempt.RetryAfter is { } asked && asked > pause ? asked < LongestPause ? asked : LongestPause : pause);
    }

    [LoggerMessage(EventId = 5001, Level = LogLevel.Information, Message = "Digest channel {ChannelId} ({Kind}) was made by {By}")]
    private partial void LogCreated(string channelId, DigestKind kind, string by);

    [LoggerMessage(EventId = 5004, Level = LogLevel.Information, Message = "Digest channel {ChannelId} was removed by {By}")]
    private partial void LogDeleted(string channelId, string by);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Warning, Message = "Digest {DeliveryId} to channel {ChannelId} failed after {Attempts} attempts: {Answer}")]
    private partial void LogFailed(string deliveryId, string channelId, int attempts, string answer);
}
