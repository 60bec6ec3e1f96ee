using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Claudeonomics.Benchmarks.Load;

/// <summary>The least that Kestrel can do with the same requests: what the product is measured against.</summary>
internal static class Peers
{
    public const string Verb = "peer";

    /// <summary>Receives a body, decompresses it, throws it away and acknowledges.</summary>
    public const string Sink = "sink";

    /// <summary>Answers every request with the same bytes, or with 304 where the request names a tag. Arguments: bytes, coding.</summary>
    public const string Static = "static";

    private const int MaxBody = 1024 * 1024;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        // The content root is watched with all that is below it: the directory one works in may hold the product's data.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.AddServerHeader = false).UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        if (arguments[0] == Sink)
        {
            app.Run(SinkAsync);
        }
        else
        {
            var body = new byte[int.Parse(arguments[1], CultureInfo.InvariantCulture)];
            new Random(1).NextBytes(body);
            app.Run(context => AnswerAsync(context, body, arguments[2]));
        }

        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Console.Out.WriteLine($"Now listening on: {address}");
        await ((IHost)app).WaitForShutdownAsync();
        return 0;
    }

    private static async Task SinkAsync(HttpContext context)
    {
        var body = ArrayPool<byte>.Shared.Rent(MaxBody);
        var plain = ArrayPool<byte>.Shared.Rent(MaxBody);
        try
        {
            var length = await ReadAsync(context.Request.BodyReader, body);
            if (context.Request.Headers.ContentEncoding.Count > 0)
            {
                using var gzip = new GZipStream(new MemoryStream(body, 0, length), CompressionMode.Decompress);
                while (gzip.Read(plain) > 0)
                {
                    // Thrown away.
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body);
            ArrayPool<byte>.Shared.Return(plain);
        }

        context.Response.ContentType = "application/x-protobuf";
        context.Response.ContentLength = 0;
    }

    private static async Task<int> ReadAsync(PipeReader reader, byte[] into)
    {
        for (var length = 0; ;)
        {
            var read = await reader.ReadAsync();
            read.Buffer.CopyTo(into.AsSpan(length));
            length += (int)read.Buffer.Length;
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return length;
            }
        }
    }

    private static Task AnswerAsync(HttpContext context, byte[] body, string coding)
    {
        if (context.Request.Headers.IfNoneMatch.Count > 0)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        context.Response.ContentType = "application/octet-stream";
        context.Response.Headers.ContentEncoding = coding;
        context.Response.ContentLength = body.Length;
        var written = context.Response.BodyWriter.WriteAsync(body);
        return written.IsCompletedSuccessfully ? Task.CompletedTask : written.AsTask();
    }
}
