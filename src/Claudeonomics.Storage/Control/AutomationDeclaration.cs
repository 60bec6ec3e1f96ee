namespace Claudeonomics.Storage.Control;

/// <summary>What runs under somebody's name is automation, said by themselves or by an administrator. There is one for a person at most.</summary>
public sealed class AutomationDeclaration
{
    public required string PersonId { get; init; }

    public required DateTimeOffset DeclaredAt { get; set; }

    /// <summary><c>self</c>, <c>key:ID</c> of an administrator, or <c>administrator</c>.</summary>
    public required string DeclaredBy { get; set; }

    /// <summary>The entry stands for machines and is on the fleet's board alone. Otherwise it is a person of whom nothing is asked about headless use.</summary>
    public required bool IsWhole { get; set; }
}
