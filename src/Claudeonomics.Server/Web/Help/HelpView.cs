using Claudeonomics.Core.People;
using Claudeonomics.Server.Help;
using Claudeonomics.Server.Web.Layout;

namespace Claudeonomics.Server.Web.Help;

/// <summary>Who helps with what, and what the viewer offers.</summary>
/// <param name="Topic">The one that is looked at; <see langword="null"/> for all.</param>
/// <param name="Own">Of a viewer with a row of their own.</param>
/// <param name="SeenAs">What others see of the viewer; <see langword="null"/> when they see nothing, and so cannot be offered anything.</param>
/// <param name="IsPseudonym">That is a pseudonym.</param>
/// <param name="TakesPart">Only then can the viewer say that something helped.</param>
/// <param name="Problem">What was wrong with what was sent.</param>
/// <param name="Typed">What the form holds.</param>
public sealed record HelpView(
    HelpBoard Board, string? Topic, OwnOffer? Own, string? SeenAs, bool IsPseudonym, bool TakesPart, string? Problem, (string Topics, string Note) Typed)
{
    /// <summary>Topics that the form proposes: the usual ones, and those in use.</summary>
    public IReadOnlyList<string> Proposed =>
        [.. HelpTopics.Usual.Concat(Board.Topics.Select(static topic => topic.Topic)).DistinctBy(HelpTopics.Key).Order(StringComparer.OrdinalIgnoreCase)];

    internal static async Task<HelpView> ReadAsync(
        PageViewer viewer, RosterIndex roster, OfferService offers, string? topic, string? problem, (string Topics, string Note)? typed,
        CancellationToken cancellationToken)
    {
        topic = string.IsNullOrWhiteSpace(topic) ? null : topic;
        var board = await offers.ListAsync(topic, viewer.PersonId, cancellationToken);
        var own = viewer.PersonId is { } id ? await offers.OwnAsync(id, cancellationToken) : null;
        var self = viewer.PersonId is { } personId && roster.Scopes.PersonOf(personId) is { } ordinal ? roster.Scopes.Roster.People[ordinal] : null;
        return new(
            board, topic is null ? null : board.Topics.FirstOrDefault(known => HelpTopics.Key(known.Topic) == HelpTopics.Key(topic))?.Topic ?? topic,
            own, self is { Participation: Participation.Named or Participation.Pseudonym } ? self.ShownAs : null, self?.Participation is Participation.Pseudonym,
            self is { Participates: true }, problem,
            typed ?? (string.Join(", ", own?.Topics ?? []), own?.Note ?? ""));
    }
}
