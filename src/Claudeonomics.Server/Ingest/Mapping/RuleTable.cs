namespace Claudeonomics.Server.Ingest.Mapping;

/// <summary>Rules by the exact name of a record.</summary>
internal sealed class RuleTable<TRule>
    where TRule : Delegate
{
    public static readonly RuleTable<TRule> Empty = new();
    private readonly NameTable _names;
    private readonly TRule[] _rules;

    public RuleTable(params (string Name, TRule Rule)[] rules)
    {
        _names = new([.. rules.Select(static rule => rule.Name)]);
        _rules = [.. rules.Select(static rule => rule.Rule)];
    }

    public TRule? Find(ReadOnlySpan<byte> name)
    {
        var place = _names.IndexOf(name);
        return place < 0 ? null : _rules[place];
    }
}
