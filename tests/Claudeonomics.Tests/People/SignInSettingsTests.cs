using System.Text.Json;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.People.Providers;
using Microsoft.Extensions.Configuration;

namespace Claudeonomics.Tests.People;

public sealed class SignInSettingsTests
{
    private static readonly Dictionary<string, string?> OpenId = new()
    {
        ["OpenId:Authority"] = "https://id.corp.example/realms/corp",
        ["OpenId:ClientId"] = "board",
        ["OpenId:ClientSecret"] = "secret",
    };

    [Fact]
    public void Read_NothingSet_OffersNothing() =>
        Assert.Equal((null, null, false), (Read([]).OpenId, Read([]).GitHub, Read([]).CreatesNewcomers));

    [Fact]
    public void Read_LeastOfOpenId_FillsInWhatIsUsual()
    {
        var openId = Read(OpenId).OpenId!;

        Assert.Equal(("sub", "groups", null), (openId.SubjectClaim, openId.GroupsClaim, openId.EmployeeNumberClaim));
        Assert.Equal(["email", "upn", "preferred_username"], openId.EmailClaims);
        Assert.Equal(["openid", "profile", "email"], openId.Scopes);
    }

    [Fact]
    public void Read_Entra_KnowsAccountsByTheirObject() =>
        Assert.Equal("oid", Read(With("OpenId:Authority", "https://login.microsoftonline.com/8f2c1d7e-0000-4000-8000-1234567890ab/v2.0")).OpenId!.SubjectClaim);

    [Theory]
    [InlineData("OpenId:Authority", null)]
    [InlineData("OpenId:Authority", "http://id.corp.example")]
    [InlineData("OpenId:Authority", "id.corp.example")]
    [InlineData("OpenId:Authority", "https://login.microsoftonline.com/common/v2.0")]
    [InlineData("OpenId:ClientId", "")]
    [InlineData("OpenId:ClientSecret", null)]
    [InlineData("OpenId:Scopes", "profile email")]
    [InlineData("OpenId:UserInfo", "sometimes")]
    [InlineData("OpenId:Autority", "https://id.corp.example")]
    [InlineData("GitHub:ClientId", "only")]
    [InlineData("GitHub:ApiUrl", "https://user:password@github.corp.example/api/v3")]
    [InlineData("Newcomers", "maybe")]
    [InlineData("SessionHours", "721")]
    [InlineData("SessionHours", "0")]
    [InlineData("IdleMinutes", "9")]
    [InlineData("IdleMinutes", "43201")]
    [InlineData("LinkSessionHours", "721")]
    [InlineData("LinkIdleHours", "0")]
    [InlineData("Nonsense", "1")]
    public void Read_WrongSetting_NamesIt(string name, string? value)
    {
        var error = Assert.Throws<SettingsException>(() => Read(With(name, value)));

        var expected = name == "GitHub:ClientId" ? "GitHub:ClientSecret" : name == "GitHub:ApiUrl" ? "GitHub:" : name;
        Assert.StartsWith($"Claudeonomics:SignIn:{expected}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_GoogleWithoutDomains_IsRefused()
    {
        var google = With("OpenId:Authority", "https://accounts.google.com");

        Assert.StartsWith("Claudeonomics:SignIn:AllowedDomains:", Assert.Throws<SettingsException>(() => Read(google)).Message, StringComparison.Ordinal);
        google["AllowedDomains"] = "corp.example";
        Assert.NotNull(Read(google).OpenId);
    }

    [Theory]
    [InlineData("ana@corp.example", true)]
    [InlineData("Ana@CORP.example", true)]
    [InlineData("ana@other.example", true)]
    [InlineData("ana@sub.corp.example", false)]
    [InlineData("ana@evilcorp.example", false)]
    public void Allows_Domains_AreWhole(string email, bool expected) =>
        Assert.Equal(expected, Read(new() { ["AllowedDomains"] = "corp.example, @other.example" }).Allows(email));

    [Theory]
    [InlineData("roles", "board-admins")]
    [InlineData("/resource_access/board/roles", "one,two")]
    [InlineData("/resource_access/board/roles/1", "two")]
    [InlineData("/a~1b/c~0d", "slash")]
    public void Groups_ByNameOrPointer_AreFound(string claim, string expected)
    {
        using var token = JsonDocument.Parse("""{"roles":"board-admins","resource_access":{"board":{"roles":["one","two"]}},"a/b":{"c~d":"slash"}}""");
        var claims = new AccountClaims(token.RootElement, Read(With("OpenId:GroupsClaim", claim)).OpenId!, wantsGroups: true);

        Assert.Equal(expected, string.Join(',', claims.Groups!));
    }

    [Theory]
    [InlineData("""{"groups":[]}""", 0)]
    [InlineData("{}", 0)]
    [InlineData("""{"_claim_names":{"groups":"src1"}}""", null)]
    [InlineData("""{"hasgroups":true}""", null)]
    [InlineData("""{"hasgroups":"true"}""", null)]
    [InlineData("""{"_claim_names":{"other":"src1"}}""", 0)]
    [InlineData("""{"groups":["a"],"hasgroups":true}""", 1)]
    public void Groups_TooManyToBeTold_AreUnknownAndNotNone(string payload, int? expected)
    {
        using var token = JsonDocument.Parse(payload);

        Assert.Equal(expected, new AccountClaims(token.RootElement, Read(OpenId).OpenId!, wantsGroups: true).Groups?.Count);
    }

    [Theory]
    [InlineData("""{"email":"a@b.example"}""", "a@b.example", false)]
    [InlineData("""{"email":"a@b.example","email_verified":true}""", "a@b.example", false)]
    [InlineData("""{"email":"a@b.example","email_verified":false}""", "a@b.example", true)]
    [InlineData("""{"email":"a@b.example","email_verified":"false"}""", "a@b.example", true)]
    [InlineData("""{"email":"a@b.example","email_verified":"True"}""", "a@b.example", false)]
    [InlineData("""{"email":"","upn":"u@b.example"}""", "u@b.example", false)]
    [InlineData("""{"email":"not one","preferred_username":"p@b.example"}""", "p@b.example", false)]
    [InlineData("""{"preferred_username":"ana"}""", null, false)]
    public void Email_OfClaims_IsTheFirstThatIsOne(string payload, string? expected, bool isUnverified)
    {
        using var token = JsonDocument.Parse(payload);
        var claims = new AccountClaims(token.RootElement, Read(OpenId).OpenId!, wantsGroups: false);

        Assert.Equal((expected, isUnverified), (claims.Email, claims.EmailIsUnverified));
    }

    private static Dictionary<string, string?> With(string name, string? value) => new(OpenId) { [name] = value };

    private static SignInSettings Read(Dictionary<string, string?> settings) => SignInSettings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create($"Claudeonomics:SignIn:{pair.Key}", pair.Value)))
        .Build());
}
