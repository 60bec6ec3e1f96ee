using Claudeonomics.Server.Operations;

namespace Claudeonomics.Server.People.Providers;

/// <summary>Who signs people in besides us, under <c>Claudeonomics:SignIn</c>. docs/operations.md says what each setting means.</summary>
/// <param name="AllowedDomains">Domains of e-mails that are let in; empty for all.</param>
/// <param name="CreatesNewcomers">Whether who is not in the directory yet is added to it, without taking part.</param>
/// <param name="AdministratorsGroup">The group whose members are administrators; <see langword="null"/> for none.</param>
/// <param name="Terms">How long sessions last.</param>
/// <param name="PublicUrl">Where people reach this server, if it is not where it listens.</param>
internal sealed record SignInSettings(
    OpenIdSettings? OpenId, GitHubSettings? GitHub, IReadOnlyList<string> AllowedDomains, bool CreatesNewcomers, string? AdministratorsGroup,
    SessionTerms Terms, string? PublicUrl)
{
    // What OWASP's standard asks for at level 2 (ASVS 4.0.3, 3.3.2).
    private const int DefaultSessionHours = 12;
    private const int DefaultIdleMinutes = 30;

    // Whoever came by a link needs somebody else to sign in again: a week, and a weekend.
    private const int DefaultLinkSessionHours = 168;
    private const int DefaultLinkIdleHours = 72;

    // Past 30 days a browser is somebody's for good. Uses are written down within six minutes, so less than ten would end sessions at a restart.
    private const int MaxHours = 720;
    private const int MinIdleMinutes = 10;

    private static readonly string[] OpenToEverybody = ["accounts.google.com"];

    /// <exception cref="SettingsException">A setting is unknown, missing, or has a value that cannot be.</exception>
    public static SignInSettings Read(IConfiguration configuration)
    {
        var section = new SettingsSection(configuration.GetSection($"{ServerOptions.Section}:{PeopleSetup.SignInSection}"));
        var domains = section.Words("AllowedDomains") ?? [];
        var openId = OpenIdSettings.Read(section.Section("OpenId"));
        var settings = new SignInSettings(
            openId, GitHubSettings.Read(section.Section("GitHub")), [.. domains.Select(static domain => domain.TrimStart('@').ToLowerInvariant())],
            section.Choice("Newcomers", "refuse", "create") == "create", section.Text("AdministratorsGroup"),
            ReadTerms(section),
            configuration[ServerOptions.Key(nameof(ServerOptions.PublicUrl))]?.TrimEnd('/'));
        section.RefuseUnknown();
        if (openId is not null && settings.AllowedDomains.Count == 0 && OpenToEverybody.Contains(openId.Authority.Host))
        {
            throw section.Wrong("AllowedDomains", $"is needed with {openId.Authority.Host}, where anybody can have an account.");
        }

        return settings;
    }

    private static SessionTerms ReadTerms(SettingsSection section) => new(
        new(TimeSpan.FromHours(section.Number("SessionHours", DefaultSessionHours, 1, MaxHours)),
            TimeSpan.FromMinutes(section.Number("IdleMinutes", DefaultIdleMinutes, MinIdleMinutes, MaxHours * 60))),
        new(TimeSpan.FromHours(section.Number("LinkSessionHours", DefaultLinkSessionHours, 1, MaxHours)),
            TimeSpan.FromHours(section.Number("LinkIdleHours", DefaultLinkIdleHours, 1, MaxHours))));

    /// <summary>Whether an e-mail is of a domain that is let in; <c>sub.corp.example</c> is another domain than <c>corp.example</c>.</summary>
    public bool Allows(string email) =>
        AllowedDomains.Count == 0 || AllowedDomains.Contains(email[(email.LastIndexOf('@') + 1)..].ToLowerInvariant());
}

/// <summary>The company's OpenID Connect provider. Claims are names, or JSON pointers such as <c>/resource_access/board/roles</c>.</summary>
/// <param name="SubjectClaim">What the provider never gives to another account: <c>oid</c> for Entra, whose <c>sub</c> differs by application.</param>
/// <param name="EmailClaims">The first that holds an e-mail counts.</param>
/// <param name="UserInfo">When the provider is asked for more than the token says.</param>
internal sealed record OpenIdSettings(
    Uri Authority, string ClientId, string ClientSecret, string Name, IReadOnlyList<string> Scopes, string SubjectClaim,
    IReadOnlyList<string> EmailClaims, string GroupsClaim, string? EmployeeNumberClaim, UserInfoUse UserInfo)
{
    // Tenants of everybody: their tokens are issued by each account's own tenant, so there is no one issuer to trust.
    private static readonly string[] EverybodysTenants = ["common", "organizations", "consumers"];

    public static OpenIdSettings? Read(SettingsSection section)
    {
        if (!section.IsPresent)
        {
            return null;
        }

        var authority = section.Address("Authority") ?? throw section.Wrong("Authority", "is needed.");
        var isEntra = authority.Host is "login.microsoftonline.com" or "login.microsoftonline.us" or "login.partner.microsoftonline.cn";
        if (isEntra && authority.Segments.Any(segment => EverybodysTenants.Contains(segment.TrimEnd('/'))))
        {
            throw section.Wrong("Authority", "must name your own tenant: with this one, accounts of every company could sign in.");
        }

        var settings = new OpenIdSettings(
            authority, section.Required("ClientId"), section.Required("ClientSecret"), section.Text("Name") ?? "your company account",
            section.Words("Scopes") ?? ["openid", "profile", "email"], section.Text("SubjectClaim") ?? (isEntra ? "oid" : "sub"),
            section.Words("EmailClaims") ?? ["email", "upn", "preferred_username"], section.Text("GroupsClaim") ?? "groups",
            section.Text("EmployeeNumberClaim"),
            section.Choice("UserInfo", "fallback", "always", "never") switch
            {
                "always" => UserInfoUse.Always,
                "never" => UserInfoUse.Never,
                _ => UserInfoUse.Fallback,
            });
        section.RefuseUnknown();
        return settings.Scopes.Contains("openid") ? settings : throw section.Wrong("Scopes", "must hold openid.");
    }
}

/// <summary>When the provider's userinfo is asked.</summary>
internal enum UserInfoUse
{
    /// <summary>When the token has no e-mail, or not the groups or employee number that are wanted.</summary>
    Fallback,
    Always,
    Never,
}

/// <summary>GitHub, or a GitHub of one's own.</summary>
/// <param name="Organization">Whose members are let in; <see langword="null"/> for everybody with an account.</param>
internal sealed record GitHubSettings(
    string ClientId, string ClientSecret, string Name, Uri AuthorizeUrl, Uri TokenUrl, Uri ApiUrl, string? Organization)
{
    public static GitHubSettings? Read(SettingsSection section)
    {
        if (!section.IsPresent)
        {
            return null;
        }

        var settings = new GitHubSettings(
            section.Required("ClientId"), section.Required("ClientSecret"), section.Text("Name") ?? "GitHub",
            section.Address("AuthorizeUrl") ?? new("https://github.com/login/oauth/authorize"),
            section.Address("TokenUrl") ?? new("https://github.com/login/oauth/access_token"),
            section.Address("ApiUrl") ?? new("https://api.github.com"), section.Text("Organization"));
        section.RefuseUnknown();
        return settings;
    }
}
