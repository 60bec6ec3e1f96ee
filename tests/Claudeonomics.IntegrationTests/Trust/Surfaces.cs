using System.Text.RegularExpressions;
using Claudeonomics.Core.Ranking;
using Claudeonomics.IntegrationTests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Claudeonomics.IntegrationTests.Trust;

/// <summary>Everything that can be read of a server, out of its route table: a route that is new is asked too, and a parameter that nobody knows how to
/// fill fails the test that meets it.</summary>
/// <param name="people">Ids to ask about.</param>
/// <param name="teams">Ids of teams.</param>
/// <param name="month">A sealed season.</param>
internal sealed partial class Surfaces(RunningServer server, IReadOnlyList<string> people, IReadOnlyList<string> teams, string month)
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);
    private static readonly string[] Windows = ["", "?window=7d", "?window=all", "?by=team"];

    /// <summary>Addresses of streams, of which the first event is read.</summary>
    public IEnumerable<string> Streams => Paths().Where(static path => path.Contains("/stream", StringComparison.Ordinal));

    /// <summary>Every address that can be read, with parameters filled.</summary>
    public IEnumerable<string> Paths() =>
        from endpoint in server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") ?? true
        let pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        // The bytes of styles and scripts.
        where !pattern.StartsWith("/assets/", StringComparison.Ordinal)
        from path in Filled(pattern)
        from query in pattern.StartsWith("/api/v1/boards/{board}", StringComparison.Ordinal) || pattern is "/" or "/boards/{board}" ? Queries(pattern) : [""]
        select path + query;

    /// <summary>The same once it stands still: awards follow the boards they are on by a moment.</summary>
    public async Task<SortedDictionary<string, string>> ReadSettledAsync(HttpClient viewer, CancellationToken cancellationToken)
    {
        var before = await ReadAsync(viewer, cancellationToken);
        while (true)
        {
            await Task.Delay(Settling, cancellationToken);
            var read = await ReadAsync(viewer, cancellationToken);
            if (read.Where(IsOfFigures).SequenceEqual(before.Where(IsOfFigures)))
            {
                return read;
            }

            before = read;
        }
    }

    /// <summary>What one viewer reads, by address: status and body.</summary>
    public async Task<SortedDictionary<string, string>> ReadAsync(HttpClient viewer, CancellationToken cancellationToken)
    {
        var read = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Paths().Distinct())
        {
            using var response = await viewer.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var body = path.Contains("/stream", StringComparison.Ordinal) && response.IsSuccessStatusCode
                ? await FirstEventAsync(response, cancellationToken)
                : await response.Content.ReadAsStringAsync(cancellationToken);
            read[path] = $"{(int)response.StatusCode} {Everyones(body)}";
        }

        return read;
    }

    /// <summary>Whether an answer is of figures, and not of what the machine did or who read: both grow with each reading.</summary>
    public static bool IsOfFigures(KeyValuePair<string, string> answer) =>
        answer.Key != "/metrics" && !answer.Key.Contains("looked", StringComparison.Ordinal) && !answer.Key.Contains("access-log", StringComparison.Ordinal);

    public static async Task<string> FirstEventAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        var lines = new List<string>();
        while (await reader.ReadLineAsync(cancellationToken) is { Length: > 0 } line)
        {
            lines.Add(line);
        }

        return string.Join('\n', lines);
    }

    // What is another one each time a form is drawn or a server is started, and says nothing of anybody.
    private string Everyones(string body) => FormToken.Replace(Sequence.Replace(TraceId.Replace(body, ""), ""), "").Replace(server.Address.Authority, "this.server", StringComparison.Ordinal);

    private IEnumerable<string> Queries(string pattern) => pattern.EndsWith("/explain", StringComparison.Ordinal)
        ? people.Select(static id => $"?person={id}")
        : [.. Windows, .. teams.Select(static team => $"?team={team}")];

    private IEnumerable<string> Filled(string pattern)
    {
        if (Parameter.Match(pattern) is not { Success: true } found)
        {
            return [pattern];
        }

        return ValuesOf(pattern, found.Groups[1].Value).SelectMany(value => Filled(pattern.Replace(found.Value, value, StringComparison.Ordinal)));
    }

    private IReadOnlyList<string> ValuesOf(string pattern, string name) => (name, pattern) switch
    {
        ("board", _) => BoardNames.All,
        ("month", _) => [month],
        ("documentName", _) => ["v1"],
        ("email", _) => ["nobody@example.com"],
        ("token" or "number" or "page" or "provider" or "secret", _) => ["0"],
        ("id", _) when pattern.Contains("/teams/", StringComparison.Ordinal) => teams,
        ("id", _) => people,
        _ => throw new InvalidOperationException($"Say in this class what stands for {{{name}}} in {pattern}."),
    };

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex Parameter { get; }

    [GeneratedRegex("""<input[^>]*__RequestVerificationToken[^>]*>""")]
    private static partial Regex FormToken { get; }

    // Which state of a board it is, since its server was started: how many there were depends on how fast the machine is.
    [GeneratedRegex("""data-sequence="\d+"|^id: \d+$|"sequence":\d+""", RegexOptions.Multiline)]
    private static partial Regex Sequence { get; }

    // That a key was used is written down within a minute: "lastUsedOn":null,  and  <td>not yet</td>
    [GeneratedRegex(""","traceId":"[^"]*"|"requestId":"[^"]*",?|"lastUsedOn":\s*(?:null|"[^"]*"),?|<td>(?:not yet|\d+ \w+ \d{4})</td>""")]
    private static partial Regex TraceId { get; }
}
