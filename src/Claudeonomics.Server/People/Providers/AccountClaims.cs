using System.Text.Json;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.People.Providers;

/// <summary>What a provider says about an account: the payload of its token, and its userinfo once that was asked.</summary>
/// <param name="wantsGroups">Whether groups decide about anything.</param>
internal sealed class AccountClaims(JsonElement token, OpenIdSettings settings, bool wantsGroups)
{
    // A claim that names many groups is cut here: nobody is in more that matter.
    private const int MaxGroups = 2_000;

    // The token first: it is signed.
    private readonly List<JsonElement> _sources = [token];

    public void Add(JsonElement userInfo) => _sources.Add(userInfo);

    /// <summary>Whether userinfo may say what the token does not.</summary>
    public bool LackSomething =>
        Email is null || Name is null || (settings.EmployeeNumberClaim is not null && EmployeeNumber is null) || (wantsGroups && !HasGroups);

    public string? Subject => Find(token, settings.SubjectClaim) is { ValueKind: JsonValueKind.String } subject && subject.GetString() is { Length: > 0 and <= 255 } text
        ? text
        : null;

    /// <summary>The first claim that holds an e-mail.</summary>
    public string? Email => settings.EmailClaims.Select(Text).FirstOrDefault(EmailAddress.IsValid);

    /// <summary>Whether the provider says of the e-mail that nobody has verified it. Silence is no such thing: Entra never says.</summary>
    public bool EmailIsUnverified => _sources.Exists(static source =>
        Find(source, "email_verified") is { } verified
        && (verified.ValueKind is JsonValueKind.False
            || (verified.ValueKind is JsonValueKind.String && !string.Equals(verified.GetString(), "true", StringComparison.OrdinalIgnoreCase))));

    public string? Name => Fit(Text("name")) ?? Fit($"{Text("given_name")} {Text("family_name")}");

    public string? EmployeeNumber => settings.EmployeeNumberClaim is { } claim ? Text(claim) : null;

    /// <summary>Names or ids of groups; <see langword="null"/> when the provider says that they are too many to be told here.</summary>
    public IReadOnlyList<string>? Groups
    {
        get
        {
            foreach (var source in _sources)
            {
                if (Find(source, settings.GroupsClaim) is { } groups)
                {
                    return [.. Texts(groups).Take(MaxGroups)];
                }
            }

            return GroupsAreTooMany ? null : [];
        }
    }

    private bool HasGroups => _sources.Exists(source => Find(source, settings.GroupsClaim) is not null);

    // Entra past 200 groups: {"_claim_names":{"groups":"src1"},"_claim_sources":...}, or "hasgroups":true in tokens by redirect.
    private bool GroupsAreTooMany =>
        !HasGroups && _sources.Exists(source =>
            (Find(source, "_claim_names") is { ValueKind: JsonValueKind.Object } names && names.TryGetProperty(settings.GroupsClaim, out _))
            || (Find(source, "hasgroups") is { } has && (has.ValueKind is JsonValueKind.True || (has.ValueKind is JsonValueKind.String && has.GetString() is "true" or "True"))));

    private string? Text(string claim)
    {
        foreach (var source in _sources)
        {
            if (Find(source, claim) is { } value && Texts(value).FirstOrDefault() is { Length: > 0 and <= EmailAddress.MaxBytes } text)
            {
                return text;
            }
        }

        return null;
    }

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Number => [value.GetRawText()],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Texts),
        _ => [],
    };

    private static string? Fit(string? name) => name is not null && Names.IsFit(name, PersonChange.MaxNameChars) ? name.Trim() : null;

    /// <summary>A claim by its name, or by a JSON pointer (RFC 6901) into claims that are objects.</summary>
    internal static JsonElement? Find(JsonElement source, string claim)
    {
        if (!claim.StartsWith('/'))
        {
            return source.ValueKind is JsonValueKind.Object && source.TryGetProperty(claim, out var named) ? named : null;
        }

        var at = source;
        foreach (var part in claim.Split('/').Skip(1))
        {
            var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (at.ValueKind is JsonValueKind.Object && at.TryGetProperty(name, out var member))
            {
                at = member;
            }
            else if (at.ValueKind is JsonValueKind.Array && int.TryParse(name, out var index) && index >= 0 && index < at.GetArrayLength())
            {
                at = at[index];
            }
            else
            {
                return null;
            }
        }

        return at;
    }
}
