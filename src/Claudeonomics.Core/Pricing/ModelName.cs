using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Pricing;

/// <summary>A model as everybody would call it, whatever the spelling it arrived in.</summary>
/// <param name="Provider">Whose price list applies: an id of the price book such as <c>anthropic</c> or <c>aws</c>; the source's own
/// word when it is a gateway that is not known; empty when neither the source nor the name tells.</param>
/// <param name="Name">Lower case, without route, region, release date and context flag.</param>
/// <param name="Geography">Where the spelling says that the call was allowed to run (<c>eu.anthropic.claude-...</c>).</param>
/// <param name="HasLongContextFlag">The spelling ended in <c>[1m]</c>. It changes no price: the size of the call does.</param>
/// <remarks>
/// Only spellings of the same model meet here. A name that no rule knows stays as it is, in lower case, and is unpriced unless the
/// price book lists it: it never becomes a model that merely looks like it. The rules, with a sample each, are in ModelName.Rules.cs.
/// </remarks>
public sealed partial record ModelName(string Provider, string Name, Geography Geography, bool HasLongContextFlag)
{
    /// <summary>The source named no model: it has no price, and is no model in any count of models.</summary>
    public static ModelName None { get; } = new("", CallOrigin.UnknownModel, Geography.Global, false);

    public bool IsModel => Name is not (CallOrigin.UnknownModel or CallOrigin.Other);

    public static ModelName Of(CallOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        return Parse(origin.Provider, origin.Model);
    }

    /// <param name="provider">As the source says it, or empty.</param>
    /// <param name="model">In any of the spellings of ModelName.Rules.cs.</param>
    public static ModelName Parse(string provider, string model)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(model);
        var name = model.Trim().ToLowerInvariant();
        // Claude Code writes <synthetic> for messages that it made up itself, without a call.
        if (name is "" or "<synthetic>" or CallOrigin.UnknownModel)
        {
            return None;
        }

        if (name is CallOrigin.Other)
        {
            return None with { Name = CallOrigin.Other };
        }

        var flagged = name.EndsWith("[1m]", StringComparison.Ordinal);
        var route = TakeRoute(flagged ? name[..^"[1m]".Length] : name);
        var bedrock = TakeBedrock(route.Name);
        name = Spell(bedrock?.Name ?? route.Name);
        var seller = bedrock is null ? route.Seller : Sellers.Aws;
        return new(
            seller ?? (provider.Length > 0 ? Sellers.Find(provider) ?? provider.Trim().ToLowerInvariant() : route.Maker ?? Sellers.MakerOf(name)),
            name,
            bedrock?.Geography ?? route.Geography,
            flagged);
    }
}
