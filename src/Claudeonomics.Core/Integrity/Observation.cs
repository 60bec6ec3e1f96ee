namespace Claudeonomics.Core.Integrity;

/// <summary>Kinds of signals that are independent of each other.</summary>
public enum SignalFamily : byte
{
    Supervision = 0,
    Productivity = 1,
    Repetition = 2,
    Timing = 3,
    Cost = 4,

    /// <summary>What contradicts itself, or another source.</summary>
    Records = 5,
}

/// <summary>One observation that a finding rests on.</summary>
/// <param name="Rule">Stable name, such as <c>prompts-even</c>.</param>
/// <param name="Points">What it added; negative where it speaks for the conversation.</param>
/// <param name="Value">What was seen, in the unit that the sentence names.</param>
/// <param name="Usual">What is usual, or the rule's own bound where no cohort is used.</param>
/// <param name="Sentence">The observation in plain English, with both numbers.</param>
public sealed record Observation(SignalFamily Family, string Rule, int Points, double Value, double Usual, string Sentence);
