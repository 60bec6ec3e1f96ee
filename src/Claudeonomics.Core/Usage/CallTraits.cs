namespace Claudeonomics.Core.Usage;

/// <summary>Anthropic's <c>speed</c>.</summary>
public enum Speed : byte
{
    Standard = 0,
    Fast = 1,
}

/// <summary>How urgently the provider was asked to answer, which changes the price.</summary>
public enum ServiceTier : byte
{
    Standard = 0,
    Batch = 1,
    Flex = 2,
    Priority = 3,
}

/// <summary>Where the call was allowed to run, which changes the price.</summary>
public enum Geography : byte
{
    /// <summary>Anywhere, or the source does not tell.</summary>
    Global = 0,

    /// <summary>Anthropic's <c>inference_geo: us</c>, or another provider's United States only.</summary>
    UnitedStates = 1,

    /// <summary>One region of a cloud, such as a regional Bedrock or Vertex endpoint.</summary>
    Regional = 2,
}

/// <summary>What the source says about a call that its price depends on, besides model, tokens and date.</summary>
public readonly record struct CallTraits(Speed Speed, ServiceTier ServiceTier, Geography Geography);
