using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Claudeonomics.Server.People.Providers;

/// <summary>Checks an id_token (OpenID Connect Core, section 3.1.3.7).</summary>
internal static class IdToken
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(2);

    // Signatures by a private key only: with a shared secret, or with none, whoever knows the client could be anybody.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    /// <returns>The payload; <see langword="null"/> when it is signed with a key that is not among those that are known.</returns>
    /// <exception cref="SignInRefusedException">It is expired, another's, for another, or not the answer to our question.</exception>
    public static async Task<JsonElement?> ReadAsync(
        string text, string nonce, string clientId, OpenIdConnectConfiguration provider, DateTimeOffset now)
    {
        var result = await Handler.ValidateTokenAsync(text, new()
        {
            ValidIssuer = provider.Issuer,
            ValidAudience = clientId,
            IssuerSigningKeys = provider.SigningKeys,
            ValidAlgorithms = Algorithms,
            LifetimeValidator = (notBefore, expires, _, _) => IsAlive(notBefore, expires, now.UtcDateTime),
        });
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            return null;
        }

        if (!result.IsValid)
        {
            // The type says what is wrong; the message may quote the token.
            throw Refused(result.Exception.GetType().Name);
        }

        using var document = JsonDocument.Parse(Base64UrlTextEncoder.Decode(((JsonWebToken)result.SecurityToken).EncodedPayload));
        var payload = document.RootElement.Clone();
        if (Text(payload, "nonce") is not { } answered || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(answered), Encoding.UTF8.GetBytes(nonce)))
        {
            throw Refused("nonce");
        }

        // For several, the token says for whom it was made.
        if ((result.SecurityToken is JsonWebToken { Audiences: var audiences } && audiences.Skip(1).Any() && Text(payload, "azp") is null)
            || (Text(payload, "azp") is { } party && party != clientId))
        {
            throw Refused("azp");
        }

        return Text(payload, "sub") is { Length: > 0 } ? payload : throw Refused("sub");
    }

    private static bool IsAlive(DateTime? notBefore, DateTime? expires, DateTime now) =>
        expires > now - ClockSkew && (notBefore is null || notBefore <= now + ClockSkew);

    private static string? Text(JsonElement payload, string claim) =>
        payload.TryGetProperty(claim, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static SignInRefusedException Refused(string what) => new(SignInRefusal.Provider, $"The id_token was refused: {what}.");
}
