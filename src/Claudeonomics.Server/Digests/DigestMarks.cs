using Claudeonomics.Core.Tracing.Copies;
using Claudeonomics.Server.Tracing;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.Digests;

/// <summary>Rounds what a channel is told as no other channel is told it, so that what is passed on says which channel it was (docs/tracing.md).</summary>
internal sealed class DigestMarks(ExportCopies copies)
{
    // What is told of a group and not of somebody has no name of its own.
    private const string NoName = "";

    public async Task<Digest> MarkAsync(Digest digest, DigestChannel channel, CancellationToken cancellationToken)
    {
        using var code = copies.CodeOf(await copies.NumberOfChannelAsync(channel.Id, cancellationToken));
        var writer = new CopyWriter(code);
        var tokens = writer.Whole(NoName, digest.Tokens);
        return digest with
        {
            Tokens = tokens,
            // As much further off, so that how much more it is than before stays what it is.
            TokensBefore = digest.TokensBefore is { } before && digest.Tokens > 0 ? (long)Math.Round(before * ((double)tokens / digest.Tokens)) : digest.TokensBefore,
            MedianTokens = writer.Whole(NoName, digest.MedianTokens),
            CostUsd = digest.CostUsd is { } usd ? writer.Real(NoName, (double)usd) : null,
            UnpricedTokens = writer.Whole(NoName, digest.UnpricedTokens),
            Together = [.. digest.Together.Select(sum => sum with { Count = writer.Whole(sum.Name, sum.Count) })],
            Leading = [.. digest.Leading.Select(row => row with { Points = (double)writer.Real(row.Name, row.Points) })],
            Daily = [.. digest.Daily.Select(day => writer.Whole(NoName, day))],
        };
    }
}
