using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Ingest;
using Claudeonomics.TestShared.Ingest;

namespace Claudeonomics.Tests.Ingest;

public sealed class IdentityTests : IDisposable
{
    private static readonly DateTimeOffset At = Otlp.Now.AddMinutes(-5);
    private readonly IngestHarness _intake = new();

    public void Dispose() => _intake.Dispose();

    [Theory]
    [InlineData(IdentityClaimKind.Email, "ann@corp.example", new[] { "user.email", "Ann@Corp.example", "user.account_id", "user_01A", "user.id", "5f0a" })]
    [InlineData(IdentityClaimKind.Email, "ann@corp.example", new[] { "enduser.id", "ann@corp.example", "user.account_id", "user_01A" })]
    [InlineData(IdentityClaimKind.Account, "user_01a", new[] { "enduser.id", "ann", "user.account_id", "user_01A", "user.id", "5f0a" })]
    [InlineData(IdentityClaimKind.Account, "7d1c", new[] { "user.account_uuid", "7d1c", "user.id", "5f0a" })]
    [InlineData(IdentityClaimKind.Account, "user_01a", new[] { "user.email", "no e-mail at all", "user.account_id", "user_01A" })]
    [InlineData(IdentityClaimKind.Account, "user_01a", new[] { "user.email", "a@b@c", "user.account_id", "user_01A" })]
    [InlineData(IdentityClaimKind.Installation, "5f0a", new[] { "user.id", "5f0a" })]
    [InlineData(IdentityClaimKind.Installation, "6a1b", new[] { "installation.id", "6a1b" })]
    public async Task Export_SharedKey_BelievesTheStrongestClaim(IdentityClaimKind kind, string value, string[] attributes)
    {
        await _intake.SendLogs(
            Bodies.ClaudeLogs(Otlp.Log(At, "claude_code.user_prompt", [.. attributes, "session.id", Bodies.Session])), FakeGate.Shared);

        var number = Assert.Single(_intake.Gate.Claims);
        Assert.Equal((kind, value), number.Key);
        var act = Assert.Single(_intake.Ledger.Signals);
        Assert.Equal((number.Value, Who.Claimed), (act.Identity, act.Who));
    }

    [Fact]
    public async Task Export_PersonalKey_IsTheirsWhateverThePayloadClaims()
    {
        await _intake.SendLogs(Bodies.ClaudeLogs(Otlp.Log(
            At, "claude_code.user_prompt", "session.id", Bodies.Session, "user.email", "boss@corp.example")));
        var act = Assert.Single(_intake.Ledger.Signals);
        Assert.Equal((FakeGate.PersonalIdentity, Who.Known), (act.Identity, act.Who));
        Assert.Empty(_intake.Gate.Claims);
    }

    [Fact]
    public async Task Export_ClaimAmongResourceAttributes_IsBelievedUnlessTheRecordSaysOtherwise()
    {
        await _intake.SendLogs(
            Otlp.Logs(
                ["service.name", "codex_cli_rs", "enduser.id", "ann@corp.example"], "",
                Bodies.CodexEvent("codex.user_prompt", At),
                Bodies.CodexEvent("codex.user_prompt", At.AddSeconds(1), "enduser.id", "bob@corp.example"),
                Bodies.CodexEvent("codex.user_prompt", At.AddSeconds(2))),
            FakeGate.Shared);
        var ann = _intake.Gate.Claims[(IdentityClaimKind.Email, "ann@corp.example")];
        var bob = _intake.Gate.Claims[(IdentityClaimKind.Email, "bob@corp.example")];
        Assert.Equal([ann, bob, ann], _intake.Ledger.Signals.Select(act => act.Identity));
    }

    [Fact]
    public async Task Export_NextRequest_RemembersNothingOfTheOneBefore()
    {
        var prompt = Bodies.CodexLogs(Bodies.CodexEvent("codex.user_prompt", At, "user.email", "ann@corp.example"));
        await _intake.SendLogs(prompt, FakeGate.Shared);
        await _intake.SendLogs(Bodies.CodexLogs(Bodies.CodexEvent("codex.user_prompt", At.AddSeconds(1))), FakeGate.Shared);
        await _intake.SendLogs(prompt, FakeGate.Personal);
        Assert.Equal(
            [(101, Who.Claimed), (FakeGate.PersonalIdentity, Who.Known)],
            _intake.Ledger.Signals.Select(act => (act.Identity, act.Who)));
    }
}
