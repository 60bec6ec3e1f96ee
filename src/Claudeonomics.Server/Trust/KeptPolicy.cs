using System.Text.Json;
using System.Text.Json.Serialization;
using Claudeonomics.Core.Privacy;
using Claudeonomics.Server.Approvals;
using Claudeonomics.Server.Operations;
using Claudeonomics.Storage.Access;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;

namespace Claudeonomics.Server.Trust;

/// <summary>The policy in force at the last start. A stricter one is taken at once; one that shows more of anybody takes two people.</summary>
/// <remarks>
/// What people agreed to was agreed to under a policy, so whoever may edit a settings file is not enough to lift it: an administrator asks
/// (<see cref="ApprovalKind.LiftPolicy"/>, about the policy with its lines as <see cref="PolicyLines"/> writes it), a second person approves, and the next start uses that up. Nothing is lifted
/// for anybody while nobody takes part. Whoever can edit the database can edit this too.
/// </remarks>
public sealed partial class KeptPolicy(ControlDatabase control, AccessLog log, TimeProvider clock, ILogger<KeptPolicy> logger)
{
    internal const string SettingName = "trust.policy";

    /// <returns><see langword="null"/> before the first start.</returns>
    /// <exception cref="InvalidDataException">What is kept is of another version of the program.</exception>
    public PrivacyPolicy? Read()
    {
        using var db = control.Read();
        return Read(db);
    }

    /// <summary>Puts a policy in force, or does not.</summary>
    /// <exception cref="SettingsException">It shows more than the one before, people take part, and nobody approved.</exception>
    public void Take(PrivacyPolicy wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var now = clock.GetUtcNow();
        var (before, approval) = control.Change(
            db =>
            {
                var before = Read(db);
                if (before == wanted)
                {
                    return (before, null);
                }

                var approval = before is not null && wanted.ShowsMoreThan(before) && db.Consents.Any(static consent => consent.WithdrawnAt == null)
                    ? UseApproval(db, wanted, before, now)
                    : null;
                var text = JsonSerializer.Serialize(wanted, PolicyJson.Default.PrivacyPolicy);
                if (db.Settings.FirstOrDefault(static setting => setting.Name == SettingName) is { } kept)
                {
                    kept.Value = text;
                }
                else
                {
                    db.Settings.Add(new() { Name = SettingName, Value = text });
                }

                return (before, approval);
            },
            static (_, _) => { });
        if (approval is not null)
        {
            log.Note(AccessAct.Approval, by: null, $"a start uses {ApprovalService.NameOf(ApprovalKind.LiftPolicy)} {approval.Id}");
        }

        if (before is not null && before != wanted)
        {
            LogChanged(PolicyLines.Describe(before), PolicyLines.Describe(wanted));
        }
    }

    private static Approval UseApproval(ControlContext db, PrivacyPolicy wanted, PrivacyPolicy before, DateTimeOffset now)
    {
        var subject = PolicyLines.Describe(wanted);
        var approval = db.Approvals.FirstOrDefault(request => request.Kind == ApprovalKind.LiftPolicy && request.Subject == subject
            && request.IsApproved == true && request.UsedAt == null && request.ExpiresAt > now);
        if (approval is null)
        {
            throw new SettingsException(
                ServerOptions.Key(nameof(ServerOptions.Policy)),
                $"'{subject}' shows more than '{PolicyLines.Describe(before)}', under which people take part. An administrator asks at "
                + $"/approvals to change it, about '{subject}'; a second person approves; the start after that takes it. Until then leave the setting as it was.");
        }

        approval.UsedAt = now;
        return approval;
    }

    private static PrivacyPolicy? Read(ControlContext db)
    {
        if (db.Settings.AsNoTracking().FirstOrDefault(static setting => setting.Name == SettingName) is not { } kept)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(kept.Value, PolicyJson.Default.PrivacyPolicy);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"The control store's '{SettingName}' is of another version of this program.", fault);
        }
    }

    [LoggerMessage(EventId = 7010, Level = LogLevel.Warning, Message = "The policy was {Before} at the last start and is {Now} now")]
    private partial void LogChanged(string before, string now);
}

/// <summary>How a policy is kept: <c>{"Name":"balanced","ShownAs":2,…}</c>.</summary>
[JsonSourceGenerationOptions(IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(PrivacyPolicy))]
internal sealed partial class PolicyJson : JsonSerializerContext;
