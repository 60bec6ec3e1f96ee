using Microsoft.Extensions.Primitives;

namespace Claudeonomics.Server.Operations;

/// <summary>Names one state of a resource (RFC 9110, 8.8.3). Weak, since all codings of that state share it.</summary>
/// <param name="opaque">What tells states apart: printable ASCII without quotes.</param>
public sealed class EntityTag(string opaque)
{
    private readonly string _quoted = $"\"{opaque}\"";

    /// <summary>As it is sent, made once.</summary>
    public StringValues Header { get; } = $"W/\"{opaque}\"";

    /// <summary>Whether a reader's If-None-Match names this state.</summary>
    public bool IsIn(StringValues tags)
    {
        foreach (var tag in tags)
        {
            if (tag is not null && (tag == "*" || tag.Contains(_quoted, StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }
}
