namespace Claudeonomics.Server.Ingest.Mapping;

/// <summary>Qwen Code, a fork of Gemini CLI: the same events and series under another name.</summary>
/// <remarks>
/// Two things differ. Most of its models speak the OpenAI API, whose completion count includes reasoning, so thoughts are inside
/// output unless the total says otherwise; and <c>response_id</c> names the call. It sends no e-mail, and its metrics carry
/// <c>session.id</c> only when that is switched on.
/// </remarks>
internal sealed class QwenCodeMapper(AttributeNames ask) : GeminiCliMapper(ask, "qwen-code", "qwen-code.")
{
    private protected override bool OutputIncludesThoughts => true;

    // auth_type "openai" only means the shape of the API; the model's maker may be anybody.
    private protected override ReadOnlySpan<byte> Provider(ReadOnlySpan<byte> authType) =>
        authType.SequenceEqual("gemini"u8) ? "gcp.gemini"u8
        : authType.SequenceEqual("vertex-ai"u8) ? "gcp.vertex_ai"u8
        : authType.SequenceEqual("anthropic"u8) ? "anthropic"u8
        : default;
}
