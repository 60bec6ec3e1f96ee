using System.Net;
using System.Text.Json;

namespace Claudeonomics.Server.People.Providers;

/// <summary>Questions of this server's own to a provider. What is answered never goes into a message: it may hold tokens.</summary>
internal static class ProviderAnswers
{
    /// <exception cref="SignInRefusedException">There is no answer, or none that is JSON.</exception>
    public static async Task<JsonDocument> ReadJsonAsync(
        this HttpClient http, HttpRequestMessage request, string what, CancellationToken cancellationToken) =>
        await http.FindJsonAsync(request, what, cancellationToken)
            ?? throw new SignInRefusedException(SignInRefusal.Provider, $"The provider has no {what}.");

    /// <returns><see langword="null"/> for what the provider does not have or does not tell this account (403, 404).</returns>
    /// <exception cref="SignInRefusedException">There is no answer, or none that is JSON.</exception>
    public static async Task<JsonDocument?> FindJsonAsync(
        this HttpClient http, HttpRequestMessage request, string what, CancellationToken cancellationToken)
    {
        try
        {
            request.Headers.Accept.Add(new("application/json"));
            using var response = await http.SendAsync(request, cancellationToken);
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
            {
                return null;
            }

            return response.IsSuccessStatusCode
                ? JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken))
                : throw new SignInRefusedException(SignInRefusal.Provider, $"The provider's {what} answered {(int)response.StatusCode}.");
        }
        catch (Exception error) when (error is HttpRequestException or JsonException or TaskCanceledException)
        {
            throw new SignInRefusedException(SignInRefusal.Provider, $"The provider's {what} did not answer as it should.", error);
        }
    }
}
