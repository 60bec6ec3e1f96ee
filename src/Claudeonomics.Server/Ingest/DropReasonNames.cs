using Claudeonomics.Core.Usage;

namespace Claudeonomics.Server.Ingest;

/// <summary>Reasons as metric labels and as senders read them: <c>too-old</c>, <c>no-identity</c>.</summary>
internal static class DropReasonNames
{
    private static readonly string[] Names = [.. Enum.GetValues<DropReason>().Select(static reason =>
        System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(reason.ToString()))];

    public static string Of(DropReason reason) => Names[(int)reason];
}
