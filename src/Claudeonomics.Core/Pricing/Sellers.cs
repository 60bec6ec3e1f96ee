using System.Collections.Frozen;

namespace Claudeonomics.Core.Pricing;

/// <summary>Who sells models, and who made which: the provider half of a price's key.</summary>
/// <remarks>A seller is whose price list applies. Where a seller, or a gateway that is none, has no price of its own for a closed
/// model, the maker's list stands in.</remarks>
internal static class Sellers
{
    public const string Aws = "aws";
    public const string Google = "google";

    // OpenTelemetry's gen_ai.provider.name, its older gen_ai.system, LiteLLM's routes, OpenRouter's makers and what agents
    // call themselves. Left: as seen, in lower case with '_' and ' ' read as '-'. Right: the id in prices.json.
    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>
    {
        ["anthropic"] = "anthropic", ["claude"] = "anthropic", ["first-party"] = "anthropic", ["firstparty"] = "anthropic",
        ["openai"] = "openai", ["openai-codex"] = "openai", ["chatgpt"] = "openai", ["openai-responses"] = "openai",
        ["google"] = Google, ["gcp.gemini"] = Google, ["gcp.vertex-ai"] = Google, ["gcp.vertex.ai"] = Google,
        ["gcp.gen-ai"] = Google, ["gemini"] = Google, ["vertex"] = Google, ["vertex-ai"] = Google, ["vertexai"] = Google,
        ["vertex-ai-beta"] = Google, ["google-vertex"] = Google, ["google-vertex-anthropic"] = Google, ["google-ai-studio"] = Google,
        ["google-gemini-cli"] = Google, ["google-antigravity"] = Google, ["gcp"] = Google,
        ["aws"] = Aws, ["aws.bedrock"] = Aws, ["bedrock"] = Aws, ["amazon-bedrock"] = Aws, ["aws-bedrock"] = Aws,
        ["bedrock-converse"] = Aws, ["amazon"] = Aws,
        ["azure"] = "azure", ["azure.ai.openai"] = "azure", ["azure.ai.inference"] = "azure", ["az.ai.openai"] = "azure",
        ["az.ai.inference"] = "azure", ["azure-openai"] = "azure", ["azure-ai"] = "azure", ["azure-openai-responses"] = "azure",
        ["microsoft.foundry"] = "azure", ["foundry"] = "azure",
        ["x-ai"] = "x-ai", ["xai"] = "x-ai", ["deepseek"] = "deepseek", ["deepseek-ai"] = "deepseek",
        ["moonshot"] = "moonshotai", ["moonshotai"] = "moonshotai", ["moonshot-ai"] = "moonshotai", ["kimi"] = "moonshotai",
        ["kimi-coding"] = "moonshotai", ["zai"] = "zai", ["z-ai"] = "zai", ["z.ai"] = "zai", ["zai-org"] = "zai",
        ["zhipu"] = "zhipuai", ["zhipuai"] = "zhipuai", ["bigmodel"] = "zhipuai",
        ["alibaba"] = "alibaba", ["dashscope"] = "alibaba", ["qwen"] = "alibaba", ["aliyun"] = "alibaba",
        ["mistral"] = "mistral", ["mistral-ai"] = "mistral", ["mistralai"] = "mistral",
        ["minimax"] = "minimax", ["minimaxai"] = "minimax", ["meta-llama"] = "meta", ["meta"] = "meta",
        ["github"] = "github-copilot", ["github-copilot"] = "github-copilot", ["copilot"] = "github-copilot",
        ["github.copilot"] = "github-copilot", ["cursor"] = "cursor", ["openrouter"] = "openrouter",
        ["groq"] = "groq", ["cerebras"] = "cerebras", ["fireworks"] = "fireworks", ["fireworks-ai"] = "fireworks",
        ["baseten"] = "baseten", ["nvidia"] = "nvidia", ["xiaomi"] = "xiaomi", ["xiaomimimo"] = "xiaomi", ["stepfun"] = "stepfun",
        ["kwaipilot"] = "kwaipilot", ["bytedance-seed"] = "bytedance", ["inception"] = "inception", ["arcee-ai"] = "arcee",
        ["poolside"] = "poolside", ["relace"] = "relace", ["morph"] = "morph", ["thinkingmachines"] = "thinkingmachines",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // They sell models of many makers: a name that is routed through one of them is priced by its list.
    private static readonly FrozenSet<string> Resellers = new[]
    {
        Aws, "azure", "openrouter", "github-copilot", "groq", "cerebras", "fireworks", "baseten", Google,
    }.ToFrozenSet(StringComparer.Ordinal);

    // Makers whose prices clouds and gateways pass on. What an open-weight model costs is up to whoever runs it.
    private static readonly FrozenSet<string> PassedOn = new[] { "anthropic", "openai", Google, "x-ai" }.ToFrozenSet(StringComparer.Ordinal);

    // How a model's name tells its maker, longest first where one begins with another.
    private static readonly (string Prefix, string Maker)[] Families =
    [
        ("claude", "anthropic"), ("gpt-oss", ""), ("gpt-", "openai"), ("chatgpt-", "openai"), ("codex-", "openai"), ("o1", "openai"),
        ("o3", "openai"), ("o4", "openai"), ("gemini", Google), ("gemma", Google), ("grok", "x-ai"), ("deepseek", "deepseek"),
        ("kimi", "moonshotai"), ("moonshot", "moonshotai"), ("glm", "zai"), ("qwen", "alibaba"), ("qwq", "alibaba"),
        ("codestral", "mistral"), ("devstral", "mistral"), ("magistral", "mistral"), ("ministral", "mistral"), ("mistral", "mistral"),
        ("mixtral", "mistral"), ("pixtral", "mistral"), ("minimax", "minimax"), ("composer-", "cursor"), ("nova-", Aws),
    ];

    /// <returns>The id, or <see langword="null"/> for a name that is no seller known here.</returns>
    public static string? Find(string provider) =>
        Known.GetValueOrDefault(provider.Trim().ToLowerInvariant().Replace('_', '-').Replace(' ', '-'));

    public static bool SellsForOthers(string seller) => Resellers.Contains(seller);

    public static bool PassPricesOn(string maker) => PassedOn.Contains(maker);

    /// <returns>The maker's id, or "" when the name does not tell.</returns>
    public static string MakerOf(string model)
    {
        foreach (var (prefix, maker) in Families)
        {
            if (model.StartsWith(prefix, StringComparison.Ordinal))
            {
                return maker;
            }
        }

        return "";
    }
}
