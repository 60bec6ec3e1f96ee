using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Claudeonomics.Core.People;
using Claudeonomics.Simulator.Activity;

namespace Claudeonomics.Simulator.Sending;

/// <summary>Makes a simulated company's people known to a server, through its public API.</summary>
/// <param name="http">Its base address is the server's.</param>
/// <param name="key">An administrator's key, or an ingest key.</param>
internal sealed class CompanySetup(HttpClient http, string key)
{
    /// <summary>Creates everybody and a shared ingest key when the key may; otherwise nothing is created.</summary>
    /// <returns>The ingest key to send with, and how many people were put; 0 when the key is an ingest key itself.</returns>
    /// <exception cref="SendException">The server refused somebody for another reason.</exception>
    public async Task<(string IngestKey, int People)> RunAsync(IExportSource source, CancellationToken cancellationToken)
    {
        using var asked = await SendAsync(
            HttpMethod.Post, "api/v1/keys", JsonContent.Create(new KeyRequest("ingest"), SetupJson.Default.KeyRequest), cancellationToken);
        if (asked.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            return (key, 0);
        }

        Check(asked, "a key");
        var answer = await asked.Content.ReadFromJsonAsync(SetupJson.Default.KeyAnswer, cancellationToken)
            ?? throw new SendException("The server gave no key.");
        foreach (var person in source.People)
        {
            var change = new PersonChange(
                person.Name, source.Teams[person.Team].Name, ParticipationName(person.Participation), person.Zone.Id,
                person.WorkingDaysPerWeek);
            using var put = await SendAsync(
                HttpMethod.Put, $"api/v1/people/{Uri.EscapeDataString(person.Email)}",
                JsonContent.Create(change, SetupJson.Default.PersonChange), cancellationToken);
            Check(put, person.Email);
        }

        return (answer.Key, source.People.Count);
    }

    private static string ParticipationName(Participation participation) => participation switch
    {
        Participation.Private => "private",
        Participation.Pseudonym => "pseudonym",
        Participation.Named => "named",
        _ => "no",
    };

    private static void Check(HttpResponseMessage answer, string about)
    {
        if (!answer.IsSuccessStatusCode)
        {
            throw new SendException($"The server answered with {(int)answer.StatusCode} {answer.ReasonPhrase} about {about}.");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new("Bearer", key);
        return await http.SendAsync(request, cancellationToken);
    }
}

internal sealed record KeyRequest(string Kind);

internal sealed record KeyAnswer(string Id, string Key);

internal sealed record PersonChange(string Name, string Team, string Participates, string TimeZone, double WorkingDays);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(KeyRequest))]
[JsonSerializable(typeof(KeyAnswer))]
[JsonSerializable(typeof(PersonChange))]
internal sealed partial class SetupJson : JsonSerializerContext;
