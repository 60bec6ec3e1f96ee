using Microsoft.AspNetCore.Mvc;

namespace Claudeonomics.Server.Approvals;

/// <summary>What takes two people. See README.md beside this file.</summary>
public static class ApprovalSetup
{
    // A subject and a reason.
    private const int MaxBodyBytes = 16 * 1024;

    public static void AddApprovals(this IServiceCollection services)
    {
        services.AddSingleton<ApprovalService>();
        services.ConfigureHttpJsonOptions(static json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApprovalJsonContext.Default));
    }

    public static void MapApprovals(this IEndpointRouteBuilder app) =>
        app.MapGroup("/api/v1").WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes)).MapApprovalApi();
}
