using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Claudeonomics.IntegrationTests.Digests;

/// <summary>A post as it came.</summary>
internal sealed record ReceivedPost(string Path, IHeaderDictionary Headers, byte[] Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;
}

/// <summary>Stands for Slack and for any other receiver: takes what its rules allow, and answers as Slack does to what they do not.</summary>
internal sealed class ChatServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedPost> _taken = new();
    private readonly ConcurrentQueue<ReceivedPost> _asked = new();
    private readonly ConcurrentQueue<(int Status, string Body, string? RetryAfter)> _scripted = new();

    private ChatServer(WebApplication app) => _app = app;

    public Uri Slack => new(Address, "/services/T000/B000/secret-of-the-channel");

    public Uri Webhook => new(Address, "/webhook");

    public Uri Address => new(_app.Urls.First());

    /// <summary>Whether addresses of pictures lead anywhere from here, as those of a server inside a company do not. Without one it takes no message that names a picture, as Slack does.</summary>
    public bool ReachesPictures { get; set; } = true;

    /// <summary>What was taken, in order.</summary>
    public IReadOnlyList<ReceivedPost> Taken => [.. _taken];

    /// <summary>Everything that came, taken or not.</summary>
    public IReadOnlyList<ReceivedPost> Asked => [.. _asked];

    public static async Task<ChatServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new ChatServer(app);
        app.MapPost("/services/{**rest}", context => server.AnswerAsync(context, post => SlackRules.Problem(post) ?? (server.ReachesPictures || !SlackRules.HasPicture(post) ? null : "invalid_blocks")));
        app.MapPost("/webhook", context => server.AnswerAsync(context, static _ => null));
        await app.StartAsync();
        return server;
    }

    /// <summary>Answers the next post so, whatever it says.</summary>
    public void AnswerNext(int status, string body = "", string? retryAfter = null) => _scripted.Enqueue((status, body, retryAfter));

    /// <summary>Checks a signature by itself, as the specification of Standard Webhooks says.</summary>
    public static bool IsSigned(ReceivedPost post, string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var signed = Encoding.UTF8.GetBytes($"{post.Headers["webhook-id"]}.{post.Headers["webhook-timestamp"]}.{Encoding.UTF8.GetString(post.Body)}");
        return post.Headers["webhook-signature"] == $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}";
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, Func<ReceivedPost, string?> rules)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var post = new ReceivedPost(context.Request.Path, new HeaderDictionary(context.Request.Headers.ToDictionary()), body.ToArray());
        _asked.Enqueue(post);
        var (status, answer, retryAfter) = _scripted.TryDequeue(out var scripted) ? scripted
            : rules(post) is { } problem ? (400, problem, null) : (200, "ok", null);
        if (status == 200)
        {
            _taken.Enqueue(post);
        }

        context.Response.StatusCode = status;
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        await context.Response.WriteAsync(answer);
    }
}
