namespace Claudeonomics.Server.Ingest.Mapping;

/// <summary>The attributes that say when, in which conversation and by whom, whatever the agent.</summary>
internal sealed class CommonNames(AttributeNames ask)
{
    public AttributeName ServiceName { get; } = ask.Ask("service.name");

    /// <summary>A log record's name. Codex's own <c>eventName</c> field is a source line, so the attribute comes first.</summary>
    public AttributeName EventName { get; } = ask.Ask("event.name");

    /// <summary>ISO 8601. Codex leaves the record's own time 0.</summary>
    public AttributeName EventTimestamp { get; } = ask.Ask("event.timestamp");

    /// <summary>Counts a Claude Code session's events.</summary>
    public AttributeName EventSequence { get; } = ask.Ask("event.sequence");

    public AttributeName GenAiConversation { get; } = ask.Ask("gen_ai.conversation.id");

    public AttributeName Session { get; } = ask.Ask("session.id");

    public AttributeName Conversation { get; } = ask.Ask("conversation.id");

    public AttributeName Email { get; } = ask.Ask("user.email");

    public AttributeName EndUser { get; } = ask.Ask("enduser.id");

    public AttributeName AccountId { get; } = ask.Ask("user.account_id");

    public AttributeName AccountUuid { get; } = ask.Ask("user.account_uuid");

    /// <summary>Claude Code's random id of an installation.</summary>
    public AttributeName UserId { get; } = ask.Ask("user.id");

    /// <summary>Gemini CLI's.</summary>
    public AttributeName InstallationId { get; } = ask.Ask("installation.id");
}
