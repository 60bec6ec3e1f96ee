using System.Text.Json;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.People.Scim;

/// <summary>What is kept of what a directory says of a person, while a request changes it. Everything else that it sends, passwords above all,
/// is read over.</summary>
internal sealed class ScimUser
{
    private const int MaxChars = 256;

    public string? UserName { get; private set; }

    public string? ExternalId { get; private set; }

    public string? GivenName { get; private set; }

    public string? FamilyName { get; private set; }

    public string? DisplayName { get; private set; }

    /// <summary>The work e-mail, if it is told apart from the user name.</summary>
    public string? Email { get; private set; }

    /// <summary><see langword="null"/> when nothing is said of it.</summary>
    public bool? Active { get; private set; }

    public string? EmployeeNumber { get; private set; }

    public string? Department { get; private set; }

    /// <summary>Where the person is found: the work e-mail, or else the user name.</summary>
    /// <exception cref="ScimProblemException">Neither is an e-mail.</exception>
    public string Address => EmailAddress.IsValid(Email) ? Email! : EmailAddress.IsValid(UserName) ? UserName!
        : throw ScimProblemException.InvalidValue("A user needs a work e-mail, or a userName that is one.");

    /// <summary>What they are called on pages, if they come to appear by name.</summary>
    public string FullName
    {
        get
        {
            var name = DisplayName ?? $"{GivenName} {FamilyName}".Trim();
            name = name.Length > 0 ? name : Address[..Address.IndexOf('@', StringComparison.Ordinal)];
            return name.Length <= PersonChange.MaxNameChars ? name : name[..PersonChange.MaxNameChars];
        }
    }

    public static ScimUser Of(DirectoryUser user, Person person) => new()
    {
        UserName = user.UserName,
        ExternalId = user.ExternalId,
        GivenName = user.GivenName,
        FamilyName = user.FamilyName,
        DisplayName = user.DisplayName,
        // Who is known by their user name goes on being known by it when it changes.
        Email = person.EmailKey == user.UserNameKey ? null : person.Email,
        EmployeeNumber = person.EmployeeNumber,
        Department = user.Department,
    };

    /// <summary>Reads a whole user, as POST and PUT send it.</summary>
    public static ScimUser Read(JsonElement body)
    {
        var user = new ScimUser();
        foreach (var attribute in Members(body))
        {
            if (ScimPath.Parse(attribute.Name) is { } path)
            {
                user.Set(path, attribute.Value);
            }
        }

        return user.UserName is not null ? user : throw ScimProblemException.InvalidValue("userName is needed.");
    }

    /// <summary>One operation of a PATCH.</summary>
    public void Apply(ScimOperation operation)
    {
        if (operation.Kind is ScimOperationKind.Remove)
        {
            Remove(operation.Path ?? throw ScimProblemException.NoTarget("Removing takes a path."));
            return;
        }

        if (operation.Path is not null)
        {
            Set(operation.Path, operation.Value);
            return;
        }

        // {"op":"replace","value":{"active":false,"name.givenName":"Ana"}}: each member is a path of its own.
        foreach (var member in Members(operation.Value))
        {
            Set(ScimPath.Parse(member.Name) ?? throw ScimProblemException.InvalidPath($"'{member.Name}' is no attribute."), member.Value);
        }
    }

    private void Set(ScimPath path, JsonElement value)
    {
        switch (path.Attribute, path.Part)
        {
            case ("", _) or ("name", null) or ("urn", _) when value.ValueKind is JsonValueKind.Object && path.Attribute != "urn":
                SetParts(path, value);
                break;
            case ("username", null):
                UserName = Text(value) ?? throw ScimProblemException.InvalidValue("userName cannot be empty.");
                break;
            case ("externalid", null):
                ExternalId = Text(value);
                break;
            case ("displayname", null):
                DisplayName = Text(value);
                break;
            case ("name", "givenname"):
                GivenName = Text(value);
                break;
            case ("name", "familyname"):
                FamilyName = Text(value);
                break;
            case ("name", "formatted"):
                // Where there is no other: a display name says the same and is what people chose to be called.
                DisplayName ??= Text(value);
                break;
            case ("active", null):
                Active = Flag(value);
                break;
            case ("emails", _):
                SetEmail(path, value);
                break;
            case ("employeenumber", null):
                EmployeeNumber = Text(value);
                break;
            case ("department", null):
                Department = Text(value);
                break;
        }
    }

    private void SetParts(ScimPath path, JsonElement value)
    {
        foreach (var part in value.EnumerateObject())
        {
            Set(path.Attribute.Length > 0 ? path with { Part = part.Name.ToLowerInvariant() } : new(part.Name.ToLowerInvariant(), null, null), part.Value);
        }
    }

    private void SetEmail(ScimPath path, JsonElement value)
    {
        if (path.Filter is not null || path.Part is not null)
        {
            if (IsWork(path.Filter) && path.Part is null or "value")
            {
                Email = value.ValueKind is JsonValueKind.Object ? PartOf(value, "value") : Text(value);
            }

            return;
        }

        var all = value.ValueKind is JsonValueKind.Array ? [.. value.EnumerateArray()] : new[] { value };
        var emails = all.Where(static email => email.ValueKind is JsonValueKind.Object).ToList();
        var chosen = emails.Find(static email => PartOf(email, "primary") is "true" or "True");
        chosen = chosen.ValueKind is not JsonValueKind.Undefined ? chosen
            : emails.Find(static email => "work".Equals(PartOf(email, "type"), StringComparison.OrdinalIgnoreCase));
        chosen = chosen.ValueKind is not JsonValueKind.Undefined ? chosen : emails.FirstOrDefault();
        Email = chosen.ValueKind is not JsonValueKind.Undefined ? PartOf(chosen, "value") : null;
    }

    private void Remove(ScimPath path)
    {
        switch (path.Attribute, path.Part)
        {
            case ("username", _):
                throw ScimProblemException.InvalidValue("userName cannot be removed.");
            case ("externalid", _):
                ExternalId = null;
                break;
            case ("displayname", _):
                DisplayName = null;
                break;
            case ("name", null):
                (GivenName, FamilyName) = (null, null);
                break;
            case ("name", "givenname"):
                GivenName = null;
                break;
            case ("name", "familyname"):
                FamilyName = null;
                break;
            case ("emails", _) when IsWork(path.Filter):
                Email = null;
                break;
            case ("employeenumber", _):
                EmployeeNumber = null;
                break;
            case ("department", _):
                Department = null;
                break;
        }
    }

    // emails[type eq "work"], emails[primary eq true] and emails alone: the e-mail that is kept. emails[type eq "home"]: another.
    private static bool IsWork(string? filter) => filter is null || ScimFilter.Parse(filter).All(static condition => condition switch
    {
        { Name: "type" } => condition.Value.Equals("work", StringComparison.OrdinalIgnoreCase),
        { Name: "primary" } => condition.Value.Equals("true", StringComparison.OrdinalIgnoreCase),
        _ => true,
    });

    private static string? PartOf(JsonElement value, string name) =>
        Members(value).Where(part => part.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(static part => Text(part.Value)).FirstOrDefault();

    private static JsonElement.ObjectEnumerator Members(JsonElement value) => value.ValueKind is JsonValueKind.Object
        ? value.EnumerateObject()
        : throw ScimProblemException.InvalidValue("An object is needed here.");

    /// <summary>Empty and null both mean that there is none.</summary>
    internal static string? Text(JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Trim(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            JsonValueKind.Null or JsonValueKind.Undefined => "",
            _ => throw ScimProblemException.InvalidValue("Text is needed here."),
        };
        return text.Length <= MaxChars && !text.Any(char.IsControl)
            ? text.Length > 0 ? text : null
            : throw ScimProblemException.InvalidValue($"At most {MaxChars} characters, no control characters.");
    }

    // Entra sends "False" as text.
    private static bool Flag(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when bool.TryParse(value.GetString(), out var flag) => flag,
        _ => throw ScimProblemException.InvalidValue("active is true or false."),
    };
}
