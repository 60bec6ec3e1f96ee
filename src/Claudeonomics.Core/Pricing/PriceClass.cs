using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Pricing;

/// <summary>Which of a model's prices a call falls under. Its size decides, call by call: sums have no tier.</summary>
public enum ContextTier : byte
{
    Standard = 0,

    /// <summary>The call's whole context is above the model's first threshold (200,000 tokens, say), and so is its price.</summary>
    LongContext = 1,
}

/// <summary>Everything but model, date and tokens that a price depends on, and the price book that gave it.</summary>
/// <param name="PriceBook">Version of the price book; empty when the model is unpriced.</param>
public readonly record struct PriceClass(ContextTier Tier, CallTraits Traits, string PriceBook)
{
    /// <summary>A model without a price. Its tokens count and its cost is unknown, which is not zero.</summary>
    public static PriceClass Unpriced(CallTraits traits) => new(ContextTier.Standard, traits, "");

    public bool IsPriced => PriceBook.Length > 0;
}
