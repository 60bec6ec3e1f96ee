namespace Claudeonomics.Simulator.Fairness;

/// <summary>Which archetypes play beside ordinary people.</summary>
public enum MixedPart
{
    /// <summary>Those that rules are tuned on, close to what their archetype says.</summary>
    Tuned,

    /// <summary>Those that rules are judged on, up to 30% from it.</summary>
    Judged,

    /// <summary>Both, up to 30% from it.</summary>
    All,
}
