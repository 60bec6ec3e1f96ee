using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Pricing;

// Spelling rules, in the order in which they are applied, each with what it reads. All input is lower case.
public sealed partial record ModelName
{
    // Longest name that a rule is tried on: CallOrigin.Model holds at most 128 characters, a price file might hold more.
    private const int LongestName = 256;

    // Dated releases that are priced apart from their undated name, so the date is part of the name.
    private static readonly FrozenSet<string> DatedModels = new[] { "gpt-4o-2024-05-13" }.ToFrozenSet(StringComparer.Ordinal);

    // Previews of Gemini 2.5 that were sold at another price than what followed them, or at the same.
    private static readonly FrozenDictionary<string, string> GeminiPreviews = new Dictionary<string, string>
    {
        ["gemini-2.5-pro-preview"] = "gemini-2.5-pro",
        ["gemini-2.5-pro-preview-03-25"] = "gemini-2.5-pro",
        ["gemini-2.5-pro-preview-05-06"] = "gemini-2.5-pro",
        ["gemini-2.5-pro-preview-06-05"] = "gemini-2.5-pro",
        ["gemini-2.5-flash-preview-04-17"] = "gemini-2.5-flash-preview",
        ["gemini-2.5-flash-preview-05-20"] = "gemini-2.5-flash-preview",
        ["gemini-2.5-flash-preview-09-2025"] = "gemini-2.5-flash",
        ["gemini-2.5-flash-lite-preview"] = "gemini-2.5-flash-lite",
        ["gemini-2.5-flash-lite-preview-06-17"] = "gemini-2.5-flash-lite",
        ["gemini-2.5-flash-lite-preview-09-2025"] = "gemini-2.5-flash-lite",
        ["gemini-3.1-pro-preview-customtools"] = "gemini-3.1-pro-preview",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly record struct Route(string Name, string? Seller, string? Maker, Geography Geography);

    // arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-5-20250929-v1:0
    // arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0
    [GeneratedRegex("^arn:aws[a-z-]*:bedrock:[^/]*/(?<name>.+)$")]
    private static partial Regex BedrockArn { get; }

    // projects/p/locations/europe-west1/publishers/anthropic/models/claude-opus-4-6@20260205, publishers/google/models/gemini-2.5-pro
    [GeneratedRegex("^(?:projects/[^/]+/locations/(?<place>[^/]+)/)?publishers/[^/]+/models/(?<name>[^/]+)$")]
    private static partial Regex VertexPath { get; }

    // accounts/fireworks/models/kimi-k2p6, accounts/fireworks/routers/glm-5p1-fast
    [GeneratedRegex("^accounts/fireworks/(?:models|routers)/(?<name>[^/]+)$")]
    private static partial Regex FireworksPath { get; }

    // bedrock/us-west-2/anthropic.claude-v2: LiteLLM's route with a region
    [GeneratedRegex("^[a-z]{2}(?:-gov)?-[a-z]+-[0-9]$")]
    private static partial Regex AwsRegion { get; }

    // us.anthropic.claude-opus-4-6-v1:0, global.anthropic.claude-opus-5, anthropic.claude-opus-4-6-v1, openai.gpt-oss-120b-1:0
    [GeneratedRegex(@"^(?:(?<geo>global|us|us-gov|eu|apac|jp|au|ca|sa|me|af)\.)?(?<maker>anthropic|amazon|meta|mistral|cohere|ai21|deepseek|qwen|openai|google|nvidia|moonshotai|moonshot|minimax|zai|writer)\.(?<name>.+?)(?:-v?[0-9]+:[0-9]+(?::[0-9]+k)?|-v[0-9]+|:[0-9]+)?$")]
    private static partial Regex BedrockName { get; }

    // claude-sonnet-4-5-20250929, gpt-5-2025-08-07, claude-haiku-4-5@20251001
    [GeneratedRegex("[-@]20[0-9]{2}-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12][0-9]|3[01])$")]
    private static partial Regex ReleaseDate { get; }

    // claude-4.5-sonnet, claude-sonnet-4-5, claude-3-7-sonnet, claude-sonnet-3.7, claude-opus-4-0, claude-4.6-opus-thinking
    [GeneratedRegex("^claude-(?:(?<family>[a-z]+)-(?<major>[0-9]+)(?:[.-](?<minor>[0-9]{1,2}))?|(?<major>[0-9]+)(?:[.-](?<minor>[0-9]{1,2}))?-(?<family>[a-z]+))(?:-latest|-thinking)?(?<rest>-fast)?$")]
    private static partial Regex Claude { get; }

    // gpt-5-4, gpt-5-1-codex-max, grok-4-1-fast-reasoning, mistral-medium-3-5
    [GeneratedRegex("^(?<family>gpt|grok|mistral-(?:small|medium|large))-(?<major>[0-9])-(?<minor>[0-9])(?=$|-[a-z])")]
    private static partial Regex DashedNumber { get; }

    // gemini-2.0-flash-001
    [GeneratedRegex("^(?<name>gemini-.+)-00[0-9]$")]
    private static partial Regex GeminiVersion { get; }

    // kimi-k2p6, glm-5p1-fast: a file name's stand-in for the point
    [GeneratedRegex("(?<=[0-9])p(?=[0-9])")]
    private static partial Regex PointAsP { get; }

    private static Route TakeRoute(string name)
    {
        if (name.Length > LongestName)
        {
            return new(name, null, null, Geography.Global);
        }

        var route = TakePrefixes(name);
        if (BedrockArn.Match(route.Name) is { Success: true } arn)
        {
            return route with { Name = arn.Groups["name"].Value, Seller = Sellers.Aws, Geography = Geography.Regional };
        }

        if (VertexPath.Match(route.Name) is { Success: true } vertex)
        {
            var isGlobal = vertex.Groups["place"].Value is "" or "global";
            return new(vertex.Groups["name"].Value, Sellers.Google, null, isGlobal ? Geography.Global : Geography.Regional);
        }

        return FireworksPath.Match(route.Name) is { Success: true } fireworks
            ? route with { Name = PointAsP.Replace(fireworks.Groups["name"].Value, "."), Seller = "fireworks" }
            : route;
    }

    // models/gemini-2.5-pro, anthropic/claude-opus-4.6, vertex_ai/claude-opus-4-6@20260205, openrouter/qwen/qwen3-coder,
    // bedrock/us-west-2/anthropic.claude-opus-4-6-v1: known words before a slash are taken off one by one; a word that is
    // not known stays, because "team-a/llama" and "team-b/llama" may be two models.
    private static Route TakePrefixes(string name)
    {
        string? seller = null;
        string? maker = null;
        var geography = Geography.Global;
        for (var slash = name.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = name.IndexOf('/', StringComparison.Ordinal))
        {
            var word = name[..slash];
            if (Sellers.Find(word) is { } found)
            {
                // The first word that sells for others is the route ("openrouter/google/..."); "google/" and "amazon/" are makers.
                seller ??= maker is null && Sellers.SellsForOthers(found) && word is not ("google" or "amazon") ? found : null;
                maker = found;
            }
            else if (seller == Sellers.Aws && AwsRegion.IsMatch(word))
            {
                geography = Geography.Regional;
            }
            else if (word is not ("models" or "litellm" or "converse" or "invoke"))
            {
                break;
            }

            name = name[(slash + 1)..];
        }

        return new(name, seller, maker, geography);
    }

    private static (string Name, Geography Geography)? TakeBedrock(string name)
    {
        if (BedrockName.Match(name) is not { Success: true } match)
        {
            return null;
        }

        // deepseek.r1-v1:0 leaves out what everybody else calls it by.
        var shortName = match.Groups["name"].Value;
        var isShort = match.Groups["maker"].Value is "deepseek" && !shortName.StartsWith("deepseek", StringComparison.Ordinal);
        // An id without a place before it runs in the caller's region.
        return (isShort ? $"deepseek-{shortName}" : shortName, match.Groups["geo"].Value switch
        {
            "global" => Geography.Global,
            "us" or "us-gov" => Geography.UnitedStates,
            _ => Geography.Regional,
        });
    }

    private static string Spell(string name)
    {
        // claude-opus-4-6@default and @latest (Vertex), gemma-4-26b-a4b-it-maas (Vertex), zai-glm-4.7 (Cerebras), claude-opus-4.6:beta
        name = Without(name, "@default", "@latest", "-maas", ":beta");
        name = name.StartsWith("zai-glm-", StringComparison.Ordinal) ? name["zai-".Length..] : name;
        name = WithoutDate(name);
        return name.Length > LongestName ? name : name switch
        {
            _ when name.StartsWith("claude-", StringComparison.Ordinal) => SpellClaude(name),
            _ when name.StartsWith("gemini-", StringComparison.Ordinal) => SpellGemini(name),
            _ => DashedNumber.Replace(name, "${family}-${major}.${minor}"),
        };
    }

    // Alibaba's dated names (qwen3.5-plus-20260216, qwen3.5-plus-20260420) are models of their own, each with its price.
    private static string WithoutDate(string name) =>
        name.StartsWith("qwen", StringComparison.Ordinal) || DatedModels.Contains(name) ? name : ReleaseDate.Replace(name, "");

    // Anthropic put the number first up to 3.7 and the family first from 4 on, and writes no ".0".
    private static string SpellClaude(string name)
    {
        if (Claude.Match(name) is not { Success: true } match)
        {
            return name;
        }

        var minor = match.Groups["minor"].Value;
        var number = minor is "" or "0" ? match.Groups["major"].Value : $"{match.Groups["major"].Value}-{minor}";
        var family = match.Groups["family"].Value;
        var named = match.Groups["major"].Value == "3" ? $"claude-{number}-{family}" : $"claude-{family}-{number}";
        return named + match.Groups["rest"].Value;
    }

    private static string SpellGemini(string name) =>
        GeminiPreviews.GetValueOrDefault(name)
        ?? (GeminiVersion.Match(name) is { Success: true } version ? version.Groups["name"].Value : name);

    private static string Without(string name, params ReadOnlySpan<string> endings)
    {
        foreach (var ending in endings)
        {
            if (name.EndsWith(ending, StringComparison.Ordinal))
            {
                return name[..^ending.Length];
            }
        }

        return name;
    }
}
