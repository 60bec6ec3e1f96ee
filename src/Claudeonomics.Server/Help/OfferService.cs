using Claudeonomics.Core.People;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.Help;

/// <summary>What people help with, their set-up notes, and who said that it helped.</summary>
public sealed partial class OfferService
{
    /// <summary>Offers on one page.</summary>
    public const int MostShown = 200;

    private readonly ControlDatabase _control;
    private readonly Colleagues _colleagues;
    private readonly ThanksSource _thanks;
    private readonly RuleBook _rules;
    private readonly CompanyCalendar _calendar;
    private readonly TimeProvider _clock;
    private readonly ILogger<OfferService> _logger;

    internal OfferService(
        ControlDatabase control, Colleagues colleagues, ThanksSource thanks, RuleBook rules, CompanyCalendar calendar, TimeProvider clock,
        ILogger<OfferService> logger) =>
        (_control, _colleagues, _thanks, _rules, _calendar, _clock, _logger) = (control, colleagues, thanks, rules, calendar, clock, logger);

    private DateOnly Today => _calendar.DayOf(_clock.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Publishes what somebody helps with, in place of what they published before.</summary>
    /// <param name="topics">By <see cref="HelpTopics"/>.</param>
    /// <param name="note">By <see cref="SetUpNote"/>. Not both are empty.</param>
    public Task<HelpOutcome> PublishAsync(string personId, IReadOnlyList<string> topics, string note, CancellationToken cancellationToken) =>
        _control.ChangeAsync(
            async db =>
            {
                if (_colleagues.Shown(personId) is not { } person)
                {
                    return HelpOutcome.NotShown;
                }

                var offer = await db.HelpOffers.FindAsync(personId);
                if (offer is null)
                {
                    db.HelpOffers.Add(offer = new() { PersonId = personId, Topics = "", Note = "", PublishedAs = person.Participation, ChangedAt = default });
                }

                (offer.Topics, offer.Note, offer.PublishedAs, offer.ChangedAt) = (string.Join('\n', topics), note, person.Participation, _clock.GetUtcNow());
                return HelpOutcome.Done;
            },
            static (_, _) => { }, cancellationToken);

    /// <summary>Takes an offer back, note and topics. Who said that it helped is remembered.</summary>
    /// <param name="by">Who does it: <c>self</c>, or an administrator who takes down what should not stand there.</param>
    /// <returns><see langword="false"/> when there is none.</returns>
    public async Task<bool> RemoveAsync(string personId, string by, CancellationToken cancellationToken)
    {
        var isGone = await _control.ChangeAsync(
            async db => await db.HelpOffers.Where(offer => offer.PersonId == personId).ExecuteDeleteAsync() > 0, static (_, _) => { }, cancellationToken);
        if (isGone)
        {
            LogRemoved(personId, by);
        }

        return isGone;
    }

    /// <summary>Says that a colleague's help or note helped. Said twice is said once.</summary>
    public Task<HelpOutcome> AcceptAsync(string helperId, string helpedId, CancellationToken cancellationToken)
    {
        var today = Today;
        return _control.ChangeAsync(
            async db =>
            {
                if (!IsTakingPart(helpedId))
                {
                    return HelpOutcome.NotShown;
                }

                if (helperId == helpedId || await db.HelpOffers.FindAsync(helperId) is not { } offer || !IsShown(helperId, offer.PublishedAs))
                {
                    return HelpOutcome.NoSuchOffer;
                }

                if (await db.AcceptedHelps.FindAsync(helperId, helpedId) is null)
                {
                    db.AcceptedHelps.Add(new() { HelperId = helperId, HelpedId = helpedId, Day = today });
                }

                return HelpOutcome.Done;
            },
            (_, outcome) => _thanks.Changed(outcome is HelpOutcome.Done), cancellationToken);
    }

    /// <summary>Takes back that something helped.</summary>
    /// <returns><see langword="false"/> when it was not said.</returns>
    public Task<bool> TakeBackAsync(string helperId, string helpedId, CancellationToken cancellationToken) =>
        _control.ChangeAsync(
            async db => await db.AcceptedHelps.Where(help => help.HelperId == helperId && help.HelpedId == helpedId).ExecuteDeleteAsync() > 0,
            (_, isGone) => _thanks.Changed(isGone), cancellationToken);

    /// <summary>One's own offer, shown or not.</summary>
    public async Task<OwnOffer> OwnAsync(string personId, CancellationToken cancellationToken)
    {
        await using var db = _control.Read();
        if (await db.HelpOffers.FirstOrDefaultAsync(offer => offer.PersonId == personId, cancellationToken) is not { } offer)
        {
            return OwnOffer.None;
        }

        var helped = await db.AcceptedHelps.Where(help => help.HelperId == personId).Select(help => help.HelpedId).ToListAsync(cancellationToken);
        return new(TopicsOf(offer.Topics), offer.Note, helped.Count(IsTakingPart), IsShown(personId, offer.PublishedAs));
    }

    /// <summary>Who helps with what.</summary>
    /// <param name="topic">Only offers with this topic.</param>
    /// <param name="viewerId">Who looks; <see langword="null"/> for nobody in particular.</param>
    public async Task<HelpBoard> ListAsync(string? topic, string? viewerId, CancellationToken cancellationToken)
    {
        await using var db = _control.Read();

        // Notes are read of those that are shown only.
        var all = await db.HelpOffers.OrderByDescending(offer => offer.ChangedAt).ThenBy(offer => offer.PersonId)
            .Select(offer => new { offer.PersonId, offer.Topics, offer.PublishedAs }).ToListAsync(cancellationToken);
        var shown = all.Where(offer => IsShown(offer.PersonId, offer.PublishedAs)).Select(static offer => (offer.PersonId, Topics: TopicsOf(offer.Topics))).ToList();
        var key = topic is null ? null : HelpTopics.Key(topic);
        var listed = shown.Where(offer => key is null || offer.Topics.Any(word => HelpTopics.Key(word) == key)).Take(MostShown).ToList();
        var ids = listed.ConvertAll(static offer => offer.PersonId);
        var notes = await db.HelpOffers.Where(offer => ids.Contains(offer.PersonId)).ToDictionaryAsync(static offer => offer.PersonId, static offer => offer.Note, cancellationToken);
        var helped = (await db.AcceptedHelps.Where(help => ids.Contains(help.HelperId)).ToListAsync(cancellationToken))
            .Where(help => IsTakingPart(help.HelpedId)).ToLookup(static help => help.HelperId, static help => help.HelpedId);
        var smallest = _rules.Of(Today).SmallestGroup;
        return new(
            [.. shown.SelectMany(static offer => offer.Topics).GroupBy(HelpTopics.Key, StringComparer.Ordinal)
                .Select(static same => new OfferedTopic(same.First(), same.Count())).OrderBy(static topic => topic.Topic, StringComparer.OrdinalIgnoreCase)],
            [.. listed.Where(offer => notes.ContainsKey(offer.PersonId) && _colleagues.Shown(offer.PersonId) is not null).Select(offer => new OfferedHelp(
                offer.PersonId, _colleagues.Shown(offer.PersonId)!.ShownAs, offer.Topics, notes[offer.PersonId],
                helped[offer.PersonId].Count() is var people && people >= smallest ? people : null, viewerId is not null && helped[offer.PersonId].Contains(viewerId)))]);
    }

    private static string[] TopicsOf(string topics) => topics.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private bool IsShown(string personId, Participation publishedAs) => _colleagues.Shown(personId) is { } person && person.Participation == publishedAs;

    private bool IsTakingPart(string personId) => _colleagues.Participant(personId) is not null;

    [LoggerMessage(EventId = 7001, Level = LogLevel.Information, Message = "The offer of help of {PersonId} was removed by {By}")]
    private partial void LogRemoved(string personId, string by);
}
