using System.Text;
using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Ingest.Mapping;

namespace Claudeonomics.Server.Ingest;

/// <summary>What became of a request: a closed set that each transport translates.</summary>
internal enum IngestOutcomeKind
{
    /// <summary>Every fact in it is durable; some records may have been rejected.</summary>
    Accepted,

    /// <summary>The body is not what it says it is. Sending it again will not help.</summary>
    Malformed,

    /// <summary>Above a limit, as sent or decompressed.</summary>
    TooLarge,

    /// <summary>A content type or an encoding that is not understood.</summary>
    Unsupported,

    /// <summary>The body did not arrive in time.</summary>
    TooSlow,

    /// <summary>No key, or none that is known.</summary>
    Unauthenticated,

    /// <summary>A key that may not write.</summary>
    Forbidden,

    /// <summary>Too much at once; nothing was kept, try again.</summary>
    Busy,

    /// <summary>The store cannot take facts now; nothing was kept, try again.</summary>
    Unavailable,
}

/// <param name="Message">Plain ASCII for the sender; empty when there is nothing to say.</param>
/// <param name="Rejected">Records that were rejected for good.</param>
internal readonly record struct IngestOutcome(IngestOutcomeKind Kind, string Message = "", int Rejected = 0)
{
    private static readonly string[] Names = [.. Enum.GetValues<IngestOutcomeKind>().Select(static kind =>
        System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString()))];

    public static string NameOf(IngestOutcomeKind kind) => Names[(int)kind];

    /// <summary>The outcome of a body whose facts are durable.</summary>
    public static IngestOutcome Of(Tally tally)
    {
        if (tally.Rejected == 0)
        {
            return new(IngestOutcomeKind.Accepted);
        }

        // "3 rejected: too-old 2, no-identity 1": reasons and counts, never anything of the records.
        var message = new StringBuilder().Append(tally.Rejected).Append(" rejected:");
        foreach (var reason in Enum.GetValues<DropReason>())
        {
            if (tally.RejectedFor(reason) is > 0 and var count)
            {
                message.Append(message[^1] == ':' ? " " : ", ").Append(DropReasonNames.Of(reason)).Append(' ').Append(count);
            }
        }

        return new(IngestOutcomeKind.Accepted, message.ToString(), tally.Rejected);
    }
}
