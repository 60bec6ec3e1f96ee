using Claudeonomics.Simulator.Activity;

namespace Claudeonomics.Simulator.Fairness;

/// <summary>How one stretch of a conversation goes. Medians of log-normals, in seconds and tokens; sigmas of their logarithms.</summary>
internal sealed record SessionShape
{
    public required AgentModel Model { get; init; }

    /// <summary>Calls at most; the stretch also ends at its latest moment.</summary>
    public int Calls { get; init; } = 30;

    public double CallsPerPrompt { get; init; } = 7;

    /// <summary>A prompt comes after exactly as many calls, instead of by chance.</summary>
    public bool IsEven { get; init; }

    /// <summary>Somebody, or something that looks like it, typed the prompts.</summary>
    public bool IsAttended { get; init; } = true;

    /// <summary>The first act is a prompt.</summary>
    public bool StartsWithPrompt { get; init; } = true;

    public double PromptPause { get; init; } = 75;

    public double PromptPauseSigma { get; init; } = 1.0;

    public double CallPause { get; init; } = 8;

    public double CallPauseSigma { get; init; } = 0.8;

    /// <summary>Context that the conversation begins with, or has already.</summary>
    public double Context { get; init; } = 28_000;

    /// <summary>The context is in the cache already.</summary>
    public bool IsWarm { get; init; }

    /// <summary>Where the agent cuts the context down to a fifth.</summary>
    public double ContextCap { get; init; } = 165_000;

    public double Written { get; init; } = 1_500;

    public double WrittenSigma { get; init; } = 1.2;

    /// <summary>What is written stays in the context.</summary>
    public bool Grows { get; init; } = true;

    /// <summary>Sent without a cache with each prompt.</summary>
    public double Pasted { get; init; }

    public double PastedSigma { get; init; } = 0.5;

    public double Output { get; init; } = 260;

    public double OutputSigma { get; init; } = 1.1;

    public double ToolsPerCall { get; init; } = 0.9;

    public double EditShare { get; init; } = 0.28;

    /// <summary>Of the edits and commands those that the person is asked about.</summary>
    public double AskedShare { get; init; } = 0.3;

    public double CommitsPerEdit { get; init; } = 0.06;

    public double RequestsPerCommit { get; init; } = 0.2;

    /// <summary>The same edits are cut into more commits and pull requests: shares that stand in for the two above.</summary>
    public (double CommitsPerEdit, double RequestsPerCommit)? Cut { get; init; }

    public double LinesPerEdit { get; init; } = 14;

    /// <summary>Lines taken away for each added.</summary>
    public double Removed { get; init; } = 0.35;

    public Worth Worth { get; init; }

    /// <summary>Reported tokens for each that was used.</summary>
    public double Inflation { get; init; } = 1;

    /// <summary>The inflation reaches the cost that the client states.</summary>
    public bool InflatesCost { get; init; }

    /// <summary>The inflation reaches the client's metrics.</summary>
    public bool InflatesMetrics { get; init; }

    public bool SendsMetrics { get; init; }

    /// <summary>Prompts and decisions are lost on the way.</summary>
    public bool LosesSignals { get; init; }

    /// <summary>Share of the metrics' points that are lost.</summary>
    public double LosesMetrics { get; init; }
}
