using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Claudeonomics.Core.Integrity;
using Claudeonomics.Core.People;
using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Time;
using Claudeonomics.Server.Boards;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.Integrity;

/// <summary>Keeps findings, what people say about them and what reviewers decide, and tells the game what is not counted.</summary>
public sealed class FindingService : IExcludedUsageSource
{
    /// <summary>Words that somebody may add.</summary>
    public const int MostText = 2_000;

    private const string LastWeekSetting = "integrity.last_week";
    private const string LastSecondLookSetting = "integrity.last_second_look";

    private const string DayFormat = "yyyy-MM-dd";

    private readonly ControlDatabase _control;
    private readonly IRosterSource _roster;
    private readonly CostCalculator _prices;
    private readonly TimeProvider _clock;
    private volatile IExcludedUsage _excluded = NothingExcluded.Instance;

    public FindingService(ControlDatabase control, IRosterSource roster, CostCalculator prices, TimeProvider clock)
    {
        (_control, _roster, _prices, _clock) = (control, roster, prices, clock);
        using var db = control.Read();
        Publish(db);
    }

    /// <summary>What the game takes out. Another object after each change; boards look at it whenever they look at awards.</summary>
    public IExcludedUsage Current => _excluded;

    /// <summary>Last days of the last weeks that were judged, and judged for the second time.</summary>
    public async Task<(DateOnly? Judged, DateOnly? Twice)> LastWeeksAsync(CancellationToken cancellationToken)
    {
        await using var db = _control.Read();
        return (await DayOfAsync(db, LastWeekSetting, cancellationToken), await DayOfAsync(db, LastSecondLookSetting, cancellationToken));
    }

    /// <summary>When people were advised about what, of the weeks that are remembered before a day; oldest first.</summary>
    public async Task<ILookup<(string PersonId, FindingKind Kind), DateOnly>> AdvisedAsync(DateOnly before, CancellationToken cancellationToken)
    {
        var since = before.AddDays(-7 * WeekAssessor.RememberedWeeks);
        await using var db = _control.Read();
        var rows = await db.IntegrityFindings
            .Where(finding => finding.UntilDay < before && finding.UntilDay >= since && !finding.IsHeld && finding.Step != LadderStep.Dismissed)
            .OrderBy(finding => finding.UntilDay)
            .Select(finding => new { finding.PersonId, finding.Kind, finding.UntilDay })
            .ToListAsync(cancellationToken);
        return rows.ToLookup(static row => (row.PersonId, row.Kind), static row => row.UntilDay);
    }

    public async Task<IReadOnlySet<string>> DeclaredAsync(CancellationToken cancellationToken)
    {
        await using var db = _control.Read();
        return (await db.AutomationDeclarations.Select(declaration => declaration.PersonId).ToListAsync(cancellationToken)).ToHashSet();
    }

    /// <summary>Keeps what a week came to. What was kept of the week before stays as it is, with what people said about it; but where nobody
    /// has said or decided anything, a second look puts what weighs more in its place. What the breaker holds takes nothing's place: the person was told of
    /// the first.</summary>
    /// <param name="isSecond">Whether the week was judged before, when less of it was known.</param>
    /// <returns>Findings that are new or weigh more.</returns>
    public async Task<int> SaveAsync(
        Assessment assessment, bool isSecond, Func<int, string> personIdOf, Func<int, string> agentOf, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(assessment);
        ArgumentNullException.ThrowIfNull(personIdOf);
        ArgumentNullException.ThrowIfNull(agentOf);
        var until = DateOnly.FromDayNumber(assessment.Week.Until);
        var saved = 0;
        await ChangeAsync(
            async db =>
            {
                saved = 0;
                var known = (await db.IntegrityFindings.Where(finding => finding.UntilDay == until).ToListAsync())
                    .ToDictionary(static finding => (finding.PersonId, finding.Kind));
                var people = (await db.People.Select(person => person.Id).ToListAsync()).ToHashSet();
                foreach (var finding in assessment.Findings)
                {
                    // Somebody may have been erased while the run went on.
                    var personId = personIdOf(finding.Person);
                    if (!people.Contains(personId))
                    {
                        continue;
                    }

                    var isHeld = assessment.Held.Contains((finding.Kind, agentOf(finding.Person)));
                    if (!known.TryGetValue((personId, finding.Kind), out var before))
                    {
                        Add(db, finding, personId, isHeld);
                    }
                    else if (isSecond && !isHeld && IsUntouched(before) && WeighsMore(finding, before))
                    {
                        await ReplaceAsync(db, before, finding);
                    }
                    else
                    {
                        continue;
                    }

                    saved++;
                }

                if (isSecond)
                {
                    await ForgetConversationsAsync(db, until);
                }

                await SetDayAsync(db, isSecond ? LastSecondLookSetting : LastWeekSetting, until);
                return FindingOutcome.Done;
            },
            cancellationToken);
        return saved;
    }

    /// <summary>A person's own findings, newest first. What the breaker holds is not shown: it may be our mistake.</summary>
    public async Task<IReadOnlyList<FindingDetails>> OfPersonAsync(string personId, CancellationToken cancellationToken)
    {
        await using var db = _control.Read();
        return await DetailsAsync(db, NewestFirst(OfPerson(db, personId)), cancellationToken);
    }

    /// <summary>A page of a person's own findings, or of those of everybody that a steward sees, newest first.</summary>
    /// <param name="personId">Whose; <see langword="null"/> for everybody's: what is advice and no more, or a question that was answered, is between the rules and
    /// the person.</param>
    /// <param name="after">The last one of the page before; <see langword="null"/> for the first page.</param>
    public async Task<IReadOnlyList<FindingDetails>> ListAsync(string? personId, LatestPlace? after, int limit, CancellationToken cancellationToken)
    {
        await using var db = _control.Read();
        var findings = personId is not null ? OfPerson(db, personId) : db.IntegrityFindings.Where(static finding =>
            finding.IsHeld || finding.NeedsSecondLook || (finding.Step != LadderStep.Advice && (finding.Step != LadderStep.Dismissed || finding.DecidedAt != null)));
        if (after is { } place)
        {
            var until = DateOnly.FromDateTime(place.At.UtcDateTime);
            findings = findings.Where(finding => finding.UntilDay < until || (finding.UntilDay == until && finding.Id.CompareTo(place.Id) > 0));
        }

        return await DetailsAsync(db, NewestFirst(findings).Take(limit), cancellationToken);
    }

    /// <summary>What waits for a reviewer, oldest first.</summary>
    public async Task<IReadOnlyList<FindingDetails>> QueueAsync(CancellationToken cancellationToken)
    {
        await using var db = _control.Read();
        var waiting = db.IntegrityFindings.Where(finding =>
            finding.IsHeld || finding.Step == LadderStep.InReview || (finding.NeedsSecondLook && finding.Step == LadderStep.Advice));
        return [.. (await DetailsAsync(db, NewestFirst(waiting), cancellationToken)).Reverse()];
    }

    /// <summary>A person explains: with one click, and words if they like. It goes to a reviewer where something was taken away.</summary>
    public Task<FindingOutcome> ExplainAsync(string id, string personId, string reason, string? text, CancellationToken cancellationToken) =>
        ChangeAsync(
            async db =>
            {
                if (await FindAsync(db, id) is not { } finding || finding.PersonId != personId || finding.IsHeld)
                {
                    return FindingOutcome.NoSuchFinding;
                }

                if (finding.Step is LadderStep.Dismissed || finding.DecidedStep is LadderStep.OutForSeason)
                {
                    return FindingOutcome.NotNow;
                }

                (finding.Reason, finding.Explanation, finding.ExplainedAt) = (reason, text, _clock.GetUtcNow());
                if (reason == "automation" && finding.Kind is FindingKind.UndeclaredAutomation)
                {
                    finding.Step = LadderStep.Dismissed;
                    if (await db.AutomationDeclarations.FindAsync(personId) is null)
                    {
                        db.AutomationDeclarations.Add(new() { PersonId = personId, DeclaredAt = _clock.GetUtcNow(), DeclaredBy = "self", IsWhole = false });
                    }
                }
                else if (finding.Kind is FindingKind.UndeclaredAutomation)
                {
                    // A question that was answered is answered.
                    finding.Step = LadderStep.Dismissed;
                }
                else if (finding.Step is LadderStep.NotCounted or LadderStep.NeedsContext)
                {
                    finding.Step = LadderStep.InReview;
                }

                return FindingOutcome.Done;
            },
            cancellationToken);

    /// <summary>A person asks for another look at a decision.</summary>
    public Task<FindingOutcome> AppealAsync(string id, string personId, string text, CancellationToken cancellationToken) =>
        ChangeAsync(
            async db =>
            {
                if (await FindAsync(db, id) is not { } finding || finding.PersonId != personId || finding.IsHeld)
                {
                    return FindingOutcome.NoSuchFinding;
                }

                if (finding.Step is LadderStep.Advice or LadderStep.Dismissed or LadderStep.InReview)
                {
                    return FindingOutcome.NotNow;
                }

                (finding.Appeal, finding.AppealedAt, finding.Step) = (text, _clock.GetUtcNow(), LadderStep.InReview);
                (finding.DecidedAt, finding.DecidedBy) = (null, null);
                return FindingOutcome.Done;
            },
            cancellationToken);

    /// <summary>A reviewer decides. Nobody decides about themselves.</summary>
    public Task<FindingOutcome> DecideAsync(string id, ReviewDecision decision, string by, string? reviewerPersonId, CancellationToken cancellationToken) =>
        ChangeAsync(
            async db =>
            {
                if (await FindAsync(db, id) is not { } finding)
                {
                    return FindingOutcome.NoSuchFinding;
                }

                if (finding.PersonId == reviewerPersonId || finding.Step is LadderStep.Dismissed || (decision is ReviewDecision.Release && !finding.IsHeld))
                {
                    return FindingOutcome.NotNow;
                }

                (finding.IsHeld, finding.NeedsSecondLook) = (false, false);
                finding.Step = decision switch
                {
                    ReviewDecision.Dismiss => LadderStep.Dismissed,
                    ReviewDecision.NotCounted => LadderStep.NotCounted,
                    ReviewDecision.NeedsContext => LadderStep.NeedsContext,
                    ReviewDecision.OutForSeason => LadderStep.OutForSeason,
                    _ => finding.Step,
                };
                finding.DecidedStep = decision is ReviewDecision.Release ? null : finding.Step;
                (finding.DecidedBy, finding.DecidedAt) = (by, _clock.GetUtcNow());
                return FindingOutcome.Done;
            },
            cancellationToken);

    /// <summary>Counts of the last 62 days.</summary>
    public async Task<(Dictionary<LadderStep, int> ByStep, Dictionary<FindingKind, int> ByKind, int Held, int Waiting, double? MedianHours)> CountsAsync(
        CancellationToken cancellationToken)
    {
        var since = _clock.GetUtcNow().AddDays(-62);
        await using var db = _control.Read();
        var rows = await db.IntegrityFindings.Where(finding => finding.CreatedAt >= since)
            .Select(finding => new { finding.Step, finding.Kind, finding.IsHeld, finding.NeedsSecondLook, finding.ExplainedAt, finding.AppealedAt, finding.DecidedAt })
            .ToListAsync(cancellationToken);

        // Who was asked for context has answered after the decision, and waits for the next one.
        var hours = rows.Where(static row => row.DecidedAt >= (row.AppealedAt ?? row.ExplainedAt))
            .Select(static row => (row.DecidedAt!.Value - (row.AppealedAt ?? row.ExplainedAt)!.Value).TotalHours).Order().ToList();
        return (
            rows.GroupBy(static row => row.Step).ToDictionary(static group => group.Key, static group => group.Count()),
            rows.GroupBy(static row => row.Kind).ToDictionary(static group => group.Key, static group => group.Count()),
            rows.Count(static row => row.IsHeld),
            rows.Count(static row => row.IsHeld || row.Step is LadderStep.InReview || (row.NeedsSecondLook && row.Step is LadderStep.Advice)),
            hours.Count == 0 ? null : hours[(hours.Count - 1) / 2]);
    }

    private Task<FindingOutcome> ChangeAsync(Func<ControlContext, Task<FindingOutcome>> change, CancellationToken cancellationToken) =>
        _control.ChangeAsync(change, (db, _) => Publish(db), cancellationToken);

    private static IQueryable<IntegrityFinding> OfPerson(ControlContext db, string personId) =>
        db.IntegrityFindings.Where(finding => finding.PersonId == personId && !finding.IsHeld);

    private static IQueryable<IntegrityFinding> NewestFirst(IQueryable<IntegrityFinding> findings) =>
        findings.OrderByDescending(finding => finding.UntilDay).ThenBy(finding => finding.Id);

    private static Task<IntegrityFinding?> FindAsync(ControlContext db, string id) => db.IntegrityFindings.SingleOrDefaultAsync(finding => finding.Id == id);

    private static bool IsUntouched(IntegrityFinding finding) =>
        !finding.IsHeld && finding.ExplainedAt is null && finding.AppealedAt is null && finding.DecidedAt is null;

    private static bool WeighsMore(Finding finding, IntegrityFinding before) =>
        finding.Step > before.Step || (finding.Step == before.Step && (long)finding.Weighted > before.Weighted);

    // Conversations are kept 62 days, findings longer. Once a week was judged for the last time nothing new can name the same tokens.
    private static async Task ForgetConversationsAsync(ControlContext db, DateOnly until)
    {
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        var done = await DayOfAsync(db, LastSecondLookSetting, CancellationToken.None) is { } day && day < until ? day : DateOnly.MinValue;
        var findings = db.IntegrityFindings.Where(finding => finding.UntilDay > done && finding.UntilDay <= until).Select(static finding => finding.Id);
        var usages = db.NotCountedUsages.Where(usage => usage.Part != null && findings.Contains(usage.FindingId));
        var known = await usages.AsNoTracking().ToListAsync();
        await usages.ExecuteDeleteAsync();
        db.NotCountedUsages.AddRange(NotCountedParts.Folded(known));
    }

    private static async Task<DateOnly?> DayOfAsync(ControlContext db, string name, CancellationToken cancellationToken) =>
        await db.Settings.Where(setting => setting.Name == name).Select(static setting => setting.Value).FirstOrDefaultAsync(cancellationToken) is { } day
            ? DateOnly.ParseExact(day, DayFormat, CultureInfo.InvariantCulture)
            : null;

    private static async Task SetDayAsync(ControlContext db, string name, DateOnly day)
    {
        var text = day.ToString(DayFormat, CultureInfo.InvariantCulture);
        if (await db.Settings.FindAsync(name) is not { } setting)
        {
            db.Settings.Add(new() { Name = name, Value = text });
        }
        else
        {
            setting.Value = text;
        }
    }

    private void Add(ControlContext db, Finding finding, string personId, bool isHeld)
    {
        var id = Guid.NewGuid().ToString("N");
        db.IntegrityFindings.Add(new()
        {
            Id = id,
            PersonId = personId,
            Kind = finding.Kind,
            FromDay = DateOnly.FromDayNumber(finding.From),
            UntilDay = DateOnly.FromDayNumber(finding.Until),
            Step = finding.Step,
            NeedsSecondLook = finding.NeedsSecondLook,
            IsHeld = isHeld,
            Weighted = (long)finding.Weighted,
            Evidence = EvidenceOf(finding),
            CreatedAt = _clock.GetUtcNow(),
        });
        db.NotCountedUsages.AddRange(NotCountedParts.Of(id, finding, _prices));
    }

    private async Task ReplaceAsync(ControlContext db, IntegrityFinding before, Finding finding)
    {
        (before.Step, before.NeedsSecondLook) = (finding.Step, finding.NeedsSecondLook);
        (before.Weighted, before.Evidence) = ((long)finding.Weighted, EvidenceOf(finding));
        await db.NotCountedUsages.Where(usage => usage.FindingId == before.Id).ExecuteDeleteAsync();
        db.NotCountedUsages.AddRange(NotCountedParts.Of(before.Id, finding, _prices));
    }

    private static string EvidenceOf(Finding finding) => JsonSerializer.Serialize(finding.Evidence, EvidenceJson.Default.IReadOnlyListObservation);

    private async Task<IReadOnlyList<FindingDetails>> DetailsAsync(ControlContext db, IQueryable<IntegrityFinding> which, CancellationToken cancellationToken)
    {
        var rows = await which.ToListAsync(cancellationToken);
        var ids = rows.ConvertAll(static row => row.Id);
        var tokens = (await db.NotCountedUsages.Where(usage => ids.Contains(usage.FindingId)).ToListAsync(cancellationToken))
            .ToLookup(static usage => usage.FindingId, static usage => NotCountedParts.UsageOf(usage).TotalTokens);
        var shown = _roster.Current.People.ToDictionary(static person => person.Id, static person => person.ShownAs);
        return rows.ConvertAll(row => new FindingDetails(
            row.Id, row.PersonId, shown.GetValueOrDefault(row.PersonId, ""), row.Kind, row.FromDay, row.UntilDay, row.Step, row.NeedsSecondLook, row.IsHeld,
            row.Weighted, TakesAway(row) ? tokens[row.Id].Sum() : 0,
            JsonSerializer.Deserialize(row.Evidence, EvidenceJson.Default.IReadOnlyListObservation)!, row.Reason, row.Explanation, row.Appeal, row.DecidedStep,
            row.DecidedAt));
    }

    // A question that was not answered takes its tokens out of the score too; they are listed only from its second week on.
    private static bool TakesAway(IntegrityFinding finding) => !finding.IsHeld && finding.Step is not LadderStep.Dismissed;

    private void Publish(ControlContext db)
    {
        var findings = db.IntegrityFindings.AsNoTracking().Where(finding => !finding.IsHeld && finding.Step != LadderStep.Dismissed).ToList();
        var kinds = findings.ToDictionary(static finding => finding.Id, static finding => finding.Kind);
        var tokens = NotCountedParts.Excluded(db.NotCountedUsages.AsNoTracking().AsEnumerable().Where(usage => kinds.ContainsKey(usage.FindingId)), kinds);
        var open = findings.Where(IsOpen).Select(static finding => new OpenFinding(finding.PersonId, new(finding.FromDay, finding.UntilDay.AddDays(1)))).ToList();
        var isOut = findings.Where(static finding => finding.DecidedStep is LadderStep.OutForSeason)
            .Select(static finding => new OutOfSeason(finding.PersonId, DayRange.MonthOf(finding.UntilDay).Start)).ToList();
        var isJudged = db.Settings.Any(setting => setting.Name == LastWeekSetting);
        _excluded = new ExcludedUsage(isJudged, _excluded.Version + 1, tokens, open, isOut);
    }

    // An explanation closes nothing by itself, or one click would; an appeal opens nothing again, or nobody would dare to.
    private static bool IsOpen(IntegrityFinding finding) =>
        finding.Step is LadderStep.NotCounted or LadderStep.NeedsContext or LadderStep.InReview
        && finding.DecidedStep is not (LadderStep.NotCounted or LadderStep.OutForSeason);

    private sealed record ExcludedUsage(
        bool IsJudged, long Version, IReadOnlyList<ExcludedTokens> Tokens, IReadOnlyList<OpenFinding> OpenFindings, IReadOnlyList<OutOfSeason> OutOfSeason)
        : IExcludedUsage;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(IReadOnlyList<Observation>))]
internal sealed partial class EvidenceJson : JsonSerializerContext;
