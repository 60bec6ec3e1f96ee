using Claudeonomics.Server.Operations;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.People;

/// <summary>The administrator's key for set-up: given by the operator in any form, or made at the first start.</summary>
internal static class BootstrapKey
{
    /// <summary>The only key whose text need not name it: <see cref="KeyRing.Find"/> tries it for whatever names no key that there is.</summary>
    public const string Id = "bootstrap";

    /// <summary>Makes the key what the settings say. A revoked one stays revoked until the settings name another.</summary>
    /// <returns>The text of a key that was made here and is to be shown once; otherwise <see langword="null"/>.</returns>
    public static string? Ensure(ControlDatabase control, ServerOptions options, TimeProvider clock) => control.Change(
        db =>
        {
            var known = db.ApiKeys.FirstOrDefault(key => key.Id == Id);
            if (known is not null && options.BootstrapAdminKey is null)
            {
                return null;
            }

            var secret = options.BootstrapAdminKey is { } given
                ? SecretText.Of(Id, given)
                : SecretText.Of(Id, $"cn_admin_{Id}_{SecretText.NewId(32)}");
            if (known is null)
            {
                db.ApiKeys.Add(new() { Id = Id, Kind = KeyKind.Admin, Hash = secret.Hash, CreatedAt = clock.GetUtcNow(), CreatedBy = "start" });
            }
            else if (!known.Hash.AsSpan().SequenceEqual(secret.Hash))
            {
                (known.Hash, known.CreatedAt, known.RevokedAt) = (secret.Hash, clock.GetUtcNow(), null);
            }

            return options.BootstrapAdminKey is null ? secret.Text : null;
        },
        static (_, _) => { });
}
