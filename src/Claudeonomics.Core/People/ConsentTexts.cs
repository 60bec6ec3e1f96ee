namespace Claudeonomics.Core.People;

/// <summary>What somebody can agree to, each by itself. Stored; never renumbered.</summary>
public enum ConsentPurpose : byte
{
    /// <summary>Being counted and ranked.</summary>
    Ranked = 1,

    /// <summary>One's row being listed for others.</summary>
    Listed = 2,

    /// <summary>The name on that row.</summary>
    Named = 3,

    /// <summary>One's line being seen by the members of one's own team who share theirs.</summary>
    Team = 4,
}

/// <summary>What follows from what somebody agreed to.</summary>
[Flags]
public enum ConsentScope
{
    None = 0,
    Ranking = 1,
    ListedRow = 2,
    Name = 4,
    TeamLine = 8,
}

/// <summary>One version of what people are asked.</summary>
/// <param name="Version">From 1 on, without gaps, within its purpose.</param>
/// <param name="Title">A few words.</param>
/// <param name="Text">What is agreed to, as it is read before agreeing.</param>
/// <param name="Allows">What the text lets the server do. A later version may allow more: who agreed to an earlier one has not agreed to that.</param>
/// <param name="Change">What is different from the version before, for who agreed to it; <see langword="null"/> for the first.</param>
public sealed record ConsentText(ConsentPurpose Purpose, int Version, string Title, string Text, ConsentScope Allows, string? Change = null);

/// <summary>Every version of every text that people agree to, and what a set of consents comes to.</summary>
/// <remarks>
/// A text that is on anybody's screen is never edited: another version is put behind it. Who agreed to an earlier version is asked again, and until
/// they answer, their consent holds for what they read.
/// </remarks>
public sealed class ConsentTexts
{
    /// <summary>Those of this program.</summary>
    public static ConsentTexts OfProgram { get; } = new(
    [
        new(
            ConsentPurpose.Ranked, 1, "Being counted and ranked",
            "Your tokens are in the totals of the company and of your team, and you have a rank, tiers and titles. Others read totals of groups only, "
            + "never of fewer people than the company's policy says. They cannot tell your part of them.",
            ConsentScope.Ranking),
        new(
            ConsentPurpose.Listed, 1, "Your row on the boards",
            "Where your rank is within what a list shows, everybody who may look sees your row and your page: a pseudonym, your team, tokens, models, tier and "
            + "titles, as closely and as often as the company's policy says. Nobody is told whose pseudonym it is.",
            ConsentScope.ListedRow),
        new(
            ConsentPurpose.Named, 1, "Your name on it",
            "Your row, your page, kudos, notes and the hall of fame carry your name instead of the pseudonym.",
            ConsentScope.Name),
        new(
            ConsentPurpose.Team, 1, "Your line for your own team",
            "Members of the team you are in who share theirs too see your line on the team's page: your name if your row carries it, your pseudonym if not, and your "
            + "tokens, models and tier, as closely and as often as the company's policy says. Nobody else does, nobody above the team either.",
            ConsentScope.TeamLine),
    ]);

    private readonly Dictionary<ConsentPurpose, ConsentText[]> _versions;

    /// <exception cref="ArgumentException">A purpose without a text, or versions that do not count from 1.</exception>
    public ConsentTexts(IReadOnlyList<ConsentText> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        _versions = texts.GroupBy(static text => text.Purpose).ToDictionary(static versions => versions.Key, static versions => versions.ToArray());
        foreach (var purpose in Enum.GetValues<ConsentPurpose>())
        {
            if (!_versions.TryGetValue(purpose, out var versions) || versions.Index().Any(static text => text.Item.Version != text.Index + 1))
            {
                throw new ArgumentException($"The versions of {purpose} do not count from 1.", nameof(texts));
            }
        }
    }

    /// <summary>The newest version of each purpose, in the order in which people are asked.</summary>
    public IReadOnlyList<ConsentText> Present => [.. _versions.OrderBy(static versions => versions.Key).Select(static versions => versions.Value[^1])];

    /// <summary>Names the newest versions of all, such as <c>1.1.2.1</c>: who answers says with it which ones they read.</summary>
    public string Edition => string.Join('.', Present.Select(static text => text.Version));

    /// <summary>The newest version.</summary>
    public ConsentText Of(ConsentPurpose purpose) => _versions[purpose][^1];

    /// <summary>What somebody allowed who agreed to these versions.</summary>
    /// <remarks>A row can only be listed of who is ranked, a name only stand on a row, and a line only be of who is ranked.</remarks>
    public ConsentScope Allowed(IEnumerable<(ConsentPurpose Purpose, int Version)> given)
    {
        ArgumentNullException.ThrowIfNull(given);
        var allowed = ConsentScope.None;
        foreach (var (purpose, version) in given)
        {
            // A file of a later program may hold versions that are unknown here: they hold for what is known.
            allowed |= _versions[purpose][Math.Min(version, _versions[purpose].Length) - 1].Allows;
        }

        return !allowed.HasFlag(ConsentScope.Ranking) ? ConsentScope.None
            : allowed.HasFlag(ConsentScope.ListedRow) ? allowed
            : allowed & ~ConsentScope.Name;
    }

    /// <summary>How somebody takes part who allowed this much.</summary>
    public static Participation ParticipationOf(ConsentScope allowed) =>
        allowed.HasFlag(ConsentScope.Name) ? Participation.Named
        : allowed.HasFlag(ConsentScope.ListedRow) ? Participation.Pseudonym
        : allowed.HasFlag(ConsentScope.Ranking) ? Participation.Private
        : Participation.No;

    /// <summary>What has to be agreed to for taking part in a way.</summary>
    public static IReadOnlyList<ConsentPurpose> PurposesOf(Participation participation) => participation switch
    {
        Participation.Named => [ConsentPurpose.Ranked, ConsentPurpose.Listed, ConsentPurpose.Named],
        Participation.Pseudonym => [ConsentPurpose.Ranked, ConsentPurpose.Listed],
        Participation.Private => [ConsentPurpose.Ranked],
        _ => [],
    };
}
