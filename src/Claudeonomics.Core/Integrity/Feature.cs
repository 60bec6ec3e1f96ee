namespace Claudeonomics.Core.Integrity;

/// <summary>A number of a conversation that is compared with a cohort's, by its base 2 logarithm.</summary>
public enum Feature : byte
{
    /// <summary>Weighted tokens for each signal of a person.</summary>
    WeightedPerHumanSignal = 0,

    /// <summary>Tokens read from the cache for each token written by the model.</summary>
    ReadPerOutput = 1,

    /// <summary>Accepted edits in a million weighted tokens, one more than there were.</summary>
    EditsPerMillion = 2,

    /// <summary>Tokens written by the model for each thousand that it was sent for the first time.</summary>
    OutputPerNew = 3,

    /// <summary>Tokens of an answer.</summary>
    Output = 4,

    /// <summary>Calls for each prompt of a person.</summary>
    CallsPerPrompt = 5,
}

/// <summary>How features are read from a conversation.</summary>
public static class Features
{
    public const int Count = 6;

    /// <returns>Base 2 logarithm, or <see langword="null"/> where the conversation does not tell: unknown is not zero.</returns>
    public static double? LogOf(Feature feature, ConversationDay day)
    {
        ArgumentNullException.ThrowIfNull(day);
        return feature switch
        {
            Feature.WeightedPerHumanSignal => day.Signals == 0 ? null : Math.Log2((day.Weighted + 1) / Math.Max(1, day.HumanSignals)),
            Feature.ReadPerOutput => day.ReadTokens == 0 ? null : Math.Log2((double)day.ReadTokens / Math.Max(1, day.OutputTokens)),
            Feature.EditsPerMillion => day.Signals == 0 ? null : Math.Log2(1 + (day.EditsAccepted * 1e6 / Math.Max(1, day.Weighted))),
            Feature.OutputPerNew => day.NewTokens == 0 ? null : Math.Log2(Math.Max(1, day.OutputTokens) * 1000.0 / day.NewTokens),
            Feature.Output => day.Calls == 0 ? null : day.Outputs.Mean,
            Feature.CallsPerPrompt => day.Signals == 0 ? null : Math.Log2((double)Math.Max(1, day.Calls) / Math.Max(1, day.HumanPrompts)),
            _ => throw new ArgumentOutOfRangeException(nameof(feature)),
        };
    }
}
