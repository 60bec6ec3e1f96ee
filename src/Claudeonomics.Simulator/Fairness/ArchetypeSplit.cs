namespace Claudeonomics.Simulator.Fairness;

/// <summary>Which archetypes rules may be tuned on and which they are judged on. Written down before the first rule was tuned.</summary>
/// <remarks>Nobody changes a rule after looking at a judged archetype; docs/integrity.md says what that leaves unproven.</remarks>
public static class ArchetypeSplit
{
    private static readonly Archetype[] TunedOn =
    [
        Archetype.OvernightMigration, Archetype.ContinuousIntegration, Archetype.Researcher, Archetype.Support, Archetype.ShiftWorker,
        Archetype.Leave, Archetype.VoicePrompts, Archetype.CollectorDuplicates, Archetype.CollectorSkew,
        Archetype.IdleLoop, Archetype.PasteBomb, Archetype.ScriptedPrompts, Archetype.CountsTimesTen, Archetype.SplitIdentity,
        Archetype.CommitSpam, Archetype.SeasonEndBurst, Archetype.OkConversation, Archetype.BaselineBurning,
    ];

    private static readonly Archetype[] All = Enum.GetValues<Archetype>();

    public static IReadOnlyList<Archetype> Tuned => TunedOn;

    public static IReadOnlyList<Archetype> Judged { get; } =
        [.. All.Where(static kind => kind is not Archetype.Ordinary && !TunedOn.Contains(kind))];

    /// <summary>Takes what it should not have: a finding about it is right.</summary>
    public static bool IsAttack(Archetype kind) => kind >= Archetype.IdleLoop;

    /// <summary>Pads or forges on a scale that detection should see. The rest of the attacks play rules and are met by the rules themselves.</summary>
    public static bool IsPadding(Archetype kind) => kind is >= Archetype.IdleLoop and < Archetype.OnePromptADay;
}
