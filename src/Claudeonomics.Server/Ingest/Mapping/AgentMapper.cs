using System.Text;

namespace Claudeonomics.Server.Ingest.Mapping;

/// <summary>Reads one log record or span and puts what it finds into the sink.</summary>
internal delegate Verdict RecordRule(in Record record, FactSink sink);

/// <summary>Reads one data point of a metric.</summary>
internal delegate Verdict PointRule(in Record record, in PointReading point, FactSink sink);

/// <summary>How one agent's telemetry is read: whose scopes it knows, and a rule for each name that is of interest.</summary>
/// <remarks>
/// An agent is one subclass and one line in <see cref="MapperRegistry"/>. Its constructor asks for the attributes that its rules
/// read; everything that no mapper asked for is skipped by the decoder. Mappers are shared by all requests and keep no state.
/// </remarks>
/// <param name="agent">The agent's name on boards; empty for the mapper of whatever nobody knows.</param>
/// <param name="prefix">What names of its records begin with, such as <c>claude_code.</c>; empty when they share none.</param>
internal abstract class AgentMapper(string agent, string prefix)
{
    private readonly byte[] _prefix = Encoding.UTF8.GetBytes(prefix);

    public string Agent { get; } = agent;

    /// <summary>The agent's name, UTF-8.</summary>
    protected byte[] AgentBytes { get; } = Encoding.UTF8.GetBytes(agent);

    protected RuleTable<RecordRule> Logs { get; init; } = RuleTable<RecordRule>.Empty;

    protected RuleTable<PointRule> Metrics { get; init; } = RuleTable<PointRule>.Empty;

    protected RuleTable<RecordRule> Spans { get; init; } = RuleTable<RecordRule>.Empty;

    /// <summary>Whether this is the agent's telemetry, by the name of the instrumentation scope and the resource's <c>service.name</c>.</summary>
    public abstract bool Knows(ReadOnlySpan<byte> scope, ReadOnlySpan<byte> service);

    /// <summary>Whether a text is a name of this agent's own, wherever it is found.</summary>
    public bool IsEventName(ReadOnlySpan<byte> text) => _prefix.Length > 0 && text.StartsWith(_prefix);

    /// <summary>The rule for a log record of that name, or <see langword="null"/> when it is of no interest.</summary>
    public virtual RecordRule? LogRule(ReadOnlySpan<byte> name) => Logs.Find(name);

    /// <summary>The rule for the points of a metric.</summary>
    public virtual PointRule? MetricRule(ReadOnlySpan<byte> name) => Metrics.Find(name);

    /// <summary>The rule for a span.</summary>
    public virtual RecordRule? SpanRule(ReadOnlySpan<byte> name) => Spans.Find(name);
}
