namespace Claudeonomics.Server.Ingest.Mapping;

/// <summary>All mappers, in the order in which they are asked whether they know a scope.</summary>
internal sealed class MapperRegistry
{
    private readonly AgentMapper[] _agents;
    private readonly AgentMapper _conventions;

    public MapperRegistry()
    {
        var ask = new AttributeNames();
        Names = new(ask);
        _agents =
        [
            new ClaudeCodeMapper(ask),
            new CodexMapper(ask),
            new GeminiCliMapper(ask),
            new QwenCodeMapper(ask),
            new CopilotMapper(ask),
        ];
        _conventions = new GenAiMapper(ask, Names);
        Attributes = ask.ToTable();
    }

    public CommonNames Names { get; }

    /// <summary>Every attribute that any mapper asks for.</summary>
    public NameTable Attributes { get; }

    public IEnumerable<string> Agents => _agents.Select(static agent => agent.Agent);

    /// <summary>Whose telemetry a scope is; <see langword="null"/> when no agent's own.</summary>
    public AgentMapper? ForScope(ReadOnlySpan<byte> scope, ReadOnlySpan<byte> service)
    {
        foreach (var agent in _agents)
        {
            if (agent.Knows(scope, service))
            {
                return agent;
            }
        }

        return null;
    }

    /// <summary>Whose a record is in a scope that is no agent's own: programs that embed an agent name the service after themselves.</summary>
    /// <returns>The agent that such names belong to, else the mapper of the GenAI conventions.</returns>
    public AgentMapper ForName(ReadOnlySpan<byte> name)
    {
        foreach (var agent in _agents)
        {
            if (agent.IsEventName(name))
            {
                return agent;
            }
        }

        return _conventions;
    }
}
