namespace Claudeonomics.Core.Advice;

/// <summary>What a piece of advice is about. The numbers are stored and never change their meaning.</summary>
public enum AdviceKind : byte
{
    /// <summary>Contexts so long that reading them again and again is what costs.</summary>
    ContextBloat = 1,

    /// <summary>Conversations that rested longer than their cache lives, and were written to it again.</summary>
    CacheLostToPauses = 2,

    /// <summary>Conversations in which a dear model wrote next to nothing.</summary>
    DearModelForTinyAnswers = 3,

    /// <summary>Contexts that stay at the end of the model's window, call after call.</summary>
    FlatContextNearLimit = 4,

    /// <summary>An agent that went on for hours without a prompt or decision, and left nothing behind.</summary>
    UnsupervisedStretch = 5,
}
