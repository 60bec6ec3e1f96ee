using Claudeonomics.Core.Pricing;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Tests.Pricing;

public sealed class ModelNameTests
{
    [Theory]
    // As the makers write them.
    [InlineData("anthropic", "claude-opus-4-6", "anthropic", "claude-opus-4-6")]
    [InlineData("openai", "gpt-5.1-codex-max", "openai", "gpt-5.1-codex-max")]
    [InlineData("gcp.gemini", "gemini-2.5-pro", "google", "gemini-2.5-pro")]
    // Release dates.
    [InlineData("anthropic", "claude-opus-4-6-20260205", "anthropic", "claude-opus-4-6")]
    [InlineData("anthropic", "claude-haiku-4-5-20251001", "anthropic", "claude-haiku-4-5")]
    [InlineData("anthropic", "claude-3-5-sonnet-20241022", "anthropic", "claude-3-5-sonnet")]
    [InlineData("gcp.vertex_ai", "claude-haiku-4-5@20251001", "google", "claude-haiku-4-5")]
    [InlineData("gcp.vertex_ai", "claude-opus-4-6@default", "google", "claude-opus-4-6")]
    [InlineData("openai", "gpt-5-2025-08-07", "openai", "gpt-5")]
    [InlineData("openai", "gpt-5.4-mini-2026-03-17", "openai", "gpt-5.4-mini")]
    [InlineData("openai", "gpt-4o-2024-05-13", "openai", "gpt-4o-2024-05-13")]
    [InlineData("openai", "gpt-4o-2024-08-06", "openai", "gpt-4o")]
    [InlineData("gcp.gemini", "gemini-2.5-pro-preview-06-05", "google", "gemini-2.5-pro")]
    [InlineData("gcp.gemini", "gemini-2.5-flash-preview-05-20", "google", "gemini-2.5-flash-preview")]
    [InlineData("gcp.gemini", "gemini-2.5-flash-preview-09-2025", "google", "gemini-2.5-flash")]
    [InlineData("gcp.gemini", "gemini-3.1-pro-preview-customtools", "google", "gemini-3.1-pro-preview")]
    [InlineData("gcp.gemini", "gemini-2.0-flash-001", "google", "gemini-2.0-flash")]
    [InlineData("openrouter", "qwen/qwen3.5-plus-20260420", "openrouter", "qwen3.5-plus-20260420")]
    [InlineData("x-ai", "grok-4-0709", "x-ai", "grok-4-0709")]
    // Numbers written the other way.
    [InlineData("github-copilot", "claude-sonnet-4.5", "github-copilot", "claude-sonnet-4-5")]
    [InlineData("cursor", "claude-4.5-sonnet", "cursor", "claude-sonnet-4-5")]
    [InlineData("cursor", "claude-4.6-opus-thinking", "cursor", "claude-opus-4-6")]
    [InlineData("anthropic", "claude-3.7-sonnet", "anthropic", "claude-3-7-sonnet")]
    [InlineData("anthropic", "claude-sonnet-3.7", "anthropic", "claude-3-7-sonnet")]
    [InlineData("anthropic", "claude-3-7-sonnet-latest", "anthropic", "claude-3-7-sonnet")]
    [InlineData("anthropic", "claude-opus-4-0", "anthropic", "claude-opus-4")]
    [InlineData("anthropic", "claude-opus-5.0", "anthropic", "claude-opus-5")]
    [InlineData("openai", "gpt-5-4", "openai", "gpt-5.4")]
    [InlineData("openai", "gpt-5-1-codex-max", "openai", "gpt-5.1-codex-max")]
    [InlineData("xai", "grok-4-1-fast-reasoning", "x-ai", "grok-4.1-fast-reasoning")]
    // Routes and makers before a slash.
    [InlineData("anthropic", "anthropic/claude-opus-4-6", "anthropic", "claude-opus-4-6")]
    [InlineData("", "anthropic/claude-opus-4.6", "anthropic", "claude-opus-4-6")]
    [InlineData("gcp.gemini", "models/gemini-2.5-pro", "google", "gemini-2.5-pro")]
    [InlineData("", "models/gemini-3-pro-preview", "google", "gemini-3-pro-preview")]
    [InlineData("", "openai/gpt-5-codex", "openai", "gpt-5-codex")]
    [InlineData("", "google/gemini-2.5-flash", "google", "gemini-2.5-flash")]
    [InlineData("openrouter", "google/gemini-2.5-flash", "openrouter", "gemini-2.5-flash")]
    [InlineData("openrouter", "amazon/nova-pro-v1", "openrouter", "nova-pro-v1")]
    [InlineData("", "openrouter/anthropic/claude-sonnet-4.5", "openrouter", "claude-sonnet-4-5")]
    [InlineData("litellm", "vertex_ai/claude-opus-4-6@20260205", "google", "claude-opus-4-6")]
    [InlineData("", "azure/gpt-5.4", "azure", "gpt-5.4")]
    [InlineData("", "fireworks_ai/accounts/fireworks/models/kimi-k2p6", "fireworks", "kimi-k2.6")]
    [InlineData("", "team-a/llama", "", "team-a/llama")]
    [InlineData("", "projects/p/locations/global/publishers/anthropic/models/claude-opus-4-6@20260205", "google", "claude-opus-4-6")]
    // No provider: the name tells.
    [InlineData("", "claude-opus-4-6", "anthropic", "claude-opus-4-6")]
    [InlineData("", "grok-code-fast-1", "x-ai", "grok-code-fast-1")]
    [InlineData("", "qwen3-coder", "alibaba", "qwen3-coder")]
    [InlineData("", "composer-2", "cursor", "composer-2")]
    [InlineData("", "my-model", "", "my-model")]
    // Names that look like others and are not.
    [InlineData("openai", "gpt-5.4-codex", "openai", "gpt-5.4-codex")]
    [InlineData("openai", "gpt-5-codex-mini", "openai", "gpt-5-codex-mini")]
    [InlineData("openai", "gpt-oss-120b", "openai", "gpt-oss-120b")]
    [InlineData("zai", "glm-4.7", "zai", "glm-4.7")]
    [InlineData("z_ai", "GLM-4.7", "zai", "glm-4.7")]
    [InlineData("cerebras", "zai-glm-4.7", "cerebras", "glm-4.7")]
    [InlineData("minimax", "MiniMax-M2.5", "minimax", "minimax-m2.5")]
    [InlineData("corp-proxy", "claude-opus-4-6", "corp-proxy", "claude-opus-4-6")]
    [InlineData("anthropic", " Claude-Opus-4-6 ", "anthropic", "claude-opus-4-6")]
    public void Parse_Spelling_GivesSellerAndCanonicalName(string provider, string model, string seller, string name) =>
        Assert.Equal(new(seller, name, Geography.Global, HasLongContextFlag: false), ModelName.Parse(provider, model));

    [Theory]
    [InlineData("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5", Geography.UnitedStates)]
    [InlineData("us-gov.anthropic.claude-3-5-sonnet-20240620-v1:0", "claude-3-5-sonnet", Geography.UnitedStates)]
    [InlineData("eu.anthropic.claude-opus-4-6-v1:0", "claude-opus-4-6", Geography.Regional)]
    [InlineData("jp.anthropic.claude-haiku-4-5-20251001-v1:0", "claude-haiku-4-5", Geography.Regional)]
    [InlineData("global.anthropic.claude-opus-4-6-v1:0", "claude-opus-4-6", Geography.Global)]
    [InlineData("global.anthropic.claude-opus-5", "claude-opus-5", Geography.Global)]
    [InlineData("anthropic.claude-opus-4-6-v1", "claude-opus-4-6", Geography.Regional)]
    [InlineData("anthropic.claude-3-5-sonnet-20241022-v2:0", "claude-3-5-sonnet", Geography.Regional)]
    [InlineData("anthropic.claude-3-sonnet-20240229-v1:0:200k", "claude-3-sonnet", Geography.Regional)]
    [InlineData("bedrock/us.anthropic.claude-opus-4-6-v1:0", "claude-opus-4-6", Geography.UnitedStates)]
    [InlineData("bedrock/us-west-2/anthropic.claude-opus-4-6-v1:0", "claude-opus-4-6", Geography.Regional)]
    [InlineData("arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-opus-4-6-v1:0", "claude-opus-4-6", Geography.Regional)]
    [InlineData("arn:aws:bedrock:us-east-1:123456789012:inference-profile/global.anthropic.claude-opus-5", "claude-opus-5", Geography.Global)]
    [InlineData("arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0", "claude-haiku-4-5", Geography.Regional)]
    [InlineData("openai.gpt-oss-120b-1:0", "gpt-oss-120b", Geography.Regional)]
    [InlineData("qwen.qwen3-coder-480b-a35b-v1:0", "qwen3-coder-480b-a35b", Geography.Regional)]
    [InlineData("deepseek.r1-v1:0", "deepseek-r1", Geography.Regional)]
    public void Parse_BedrockId_KeepsThePlaceApartFromTheName(string model, string name, Geography geography)
    {
        var expected = new ModelName("aws", name, geography, HasLongContextFlag: false);

        Assert.Equal(expected, ModelName.Parse("aws.bedrock", model));
        // Claude Code says "anthropic" whatever stands behind it; the id says that it was Bedrock.
        Assert.Equal(expected, ModelName.Parse("anthropic", model));
    }

    [Fact]
    public void Parse_VertexPathWithARegion_IsRegional() =>
        Assert.Equal(
            new("google", "claude-opus-4-6", Geography.Regional, HasLongContextFlag: false),
            ModelName.Parse("", "projects/p/locations/europe-west1/publishers/anthropic/models/claude-opus-4-6@20260205"));

    [Theory]
    [InlineData("claude-opus-4-6[1m]", "anthropic", Geography.Global)]
    [InlineData("claude-opus-4-6-20260205[1m]", "anthropic", Geography.Global)]
    [InlineData("us.anthropic.claude-opus-4-6-v1:0[1m]", "aws", Geography.UnitedStates)]
    public void Parse_LongContextFlag_IsAFlagAndNoPartOfTheName(string model, string seller, Geography geography) =>
        Assert.Equal(new(seller, "claude-opus-4-6", geography, HasLongContextFlag: true), ModelName.Parse("anthropic", model));

    [Theory]
    [InlineData("")]
    [InlineData("<synthetic>")]
    [InlineData("unknown")]
    public void Parse_NoModel_IsNone(string model)
    {
        Assert.Same(ModelName.None, ModelName.Parse("anthropic", model));
        Assert.False(ModelName.None.IsModel);
    }

    [Fact]
    public void Parse_EverythingPastTheBound_IsNoModel() => Assert.False(ModelName.Parse("anthropic", CallOrigin.Other).IsModel);

    [Fact]
    public void Parse_CanonicalNamesOfTheBook_StayAsTheyAre() =>
        Assert.All(PriceBook.Embedded.Rows, row => Assert.Equal(row.Model, ModelName.Parse(row.Provider!, row.Model).Name));

    [Fact]
    public void Parse_VeryLongName_IsKept()
    {
        var name = new string('a', 100_000);

        Assert.Equal(name, ModelName.Parse("", name).Name);
    }
}
