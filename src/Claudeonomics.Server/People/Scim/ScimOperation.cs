using System.Text.Json;

namespace Claudeonomics.Server.People.Scim;

internal enum ScimOperationKind
{
    Add,
    Replace,
    Remove,
}

/// <summary>One operation of a PATCH (RFC 7644, section 3.5.2).</summary>
/// <param name="Path"><see langword="null"/> when the value's members are paths themselves.</param>
/// <param name="Value">Undefined when there is none.</param>
internal sealed record ScimOperation(ScimOperationKind Kind, ScimPath? Path, JsonElement Value)
{
    // Entra sends an operation an attribute; groups come in thousands of members inside one.
    private const int MaxOperations = 1_000;

    /// <exception cref="ScimProblemException">It is no PATCH.</exception>
    public static IReadOnlyList<ScimOperation> Read(JsonElement body)
    {
        var operations = new List<ScimOperation>();
        if (Member(body, "operations") is not { ValueKind: JsonValueKind.Array } array || array.GetArrayLength() is 0 or > MaxOperations)
        {
            throw ScimProblemException.InvalidSyntax($"Operations is a list of 1 to {MaxOperations}.");
        }

        foreach (var operation in array.EnumerateArray())
        {
            // "Add" and "add" are one: Entra writes the first.
            var kind = Member(operation, "op") is { ValueKind: JsonValueKind.String } op && Enum.TryParse<ScimOperationKind>(op.GetString(), ignoreCase: true, out var known)
                && Enum.IsDefined(known) && !char.IsAsciiDigit(op.GetString()![0])
                ? known
                : throw ScimProblemException.InvalidSyntax("op is add, replace or remove.");
            operations.Add(new(kind, PathOf(operation), Member(operation, "value") ?? default));
        }

        return operations;
    }

    /// <summary>A member of an object, whatever the case of its name.</summary>
    public static JsonElement? Member(JsonElement of, string name)
    {
        if (of.ValueKind is JsonValueKind.Object)
        {
            foreach (var member in of.EnumerateObject())
            {
                if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return member.Value;
                }
            }
        }

        return null;
    }

    private static ScimPath? PathOf(JsonElement operation)
    {
        if (Member(operation, "path") is not { ValueKind: not JsonValueKind.Null } path)
        {
            return null;
        }

        return path.ValueKind is JsonValueKind.String && ScimPath.Parse(path.GetString()!) is { } parsed
            ? parsed
            : throw ScimProblemException.InvalidPath("The path is none.");
    }
}
