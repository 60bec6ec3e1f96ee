using System.Globalization;
using System.Threading.RateLimiting;
using Claudeonomics.Server.Operations;
using Microsoft.AspNetCore.RateLimiting;

namespace Claudeonomics.Server.People;

/// <summary>How much one viewer, key or address may ask. Past it the answer is 429 with <c>Retry-After</c>.</summary>
/// <remarks>
/// Not limited: the intake, whose senders drop what is refused, and which is bounded by the bytes it holds; boards and pages that are kept, which are
/// answered before and cost less than refusing them; administrators and the directory, who set the company up. Bound: one bucket for each viewer and
/// address that asked within the last seconds.
/// </remarks>
internal static class RequestLimits
{
    // Whoever is nobody yet may be a whole office behind one address: the sign-in page, styles and scripts.
    private const int NobodysShare = 10;

    public static void AddRequestLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.OnRejected = static (rejected, _) =>
            {
                if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after))
                {
                    rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                }

                return ValueTask.CompletedTask;
            };

            // Guessing a key is hopeless by its length; this keeps the attempt from costing anything.
            AddTries(limits, Access.TriesLimit, SignInEndpoints.TriesPerMinute);
            AddTries(limits, DeviceEndpoints.PollLimit, DeviceEndpoints.PollsPerMinute);
        });
        services.AddOptions<RateLimiterOptions>().Configure<ServerOptions>(static (limits, options) =>
        {
            if (options.RequestsPerMinute > 0)
            {
                limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => PartitionOf(context, options.RequestsPerMinute));
            }
        });
    }

    private static void AddTries(RateLimiterOptions limits, string name, int perMinute) => limits.AddPolicy(name, context =>
        RateLimitPartition.GetFixedWindowLimiter(context.Connection.RemoteIpAddress, _ => new() { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1) }));

    private static RateLimitPartition<string> PartitionOf(HttpContext context, int perMinute)
    {
        var user = context.User;
        if (RequestKind.IsIntake(context.Request.Path) || user.IsInRole(Viewer.AdministratorRole) || user.IsInRole(Access.DirectoryRole))
        {
            return RateLimitPartition.GetNoLimiter("");
        }

        return Viewer.From(user) is { } viewer
            ? Bucket(viewer.Reader, perMinute)
            : Bucket($"{context.Connection.RemoteIpAddress}", perMinute * NobodysShare);
    }

    // A minute's worth at once, and then as it comes back second by second.
    private static RateLimitPartition<string> Bucket(string whose, int perMinute) => RateLimitPartition.GetTokenBucketLimiter(whose, _ => new()
    {
        TokenLimit = perMinute, TokensPerPeriod = Math.Max(1, perMinute / 60), ReplenishmentPeriod = TimeSpan.FromSeconds(1),
    });
}
