using Claudeonomics.Core.Tools;

namespace Claudeonomics.Storage.Control;

/// <summary>A skill, plugin or tool server that an identity used.</summary>
public sealed class IdentityTool
{
    public required int IdentityNumber { get; init; }

    public required ToolKind Kind { get; init; }

    /// <summary>By <see cref="ToolName"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Company day of the latest use that is known.</summary>
    public required DateOnly LastDay { get; set; }
}
