using System.Text.Json;
using Claudeonomics.Cli.Advice;
using Claudeonomics.Cli.Agents;
using Claudeonomics.Cli.Blocks;
using Claudeonomics.Cli.Counting;
using Claudeonomics.Cli.Scan;

namespace Claudeonomics.Cli.Reports;

/// <summary>Writes a report as programs read it; names and meanings are promised to them.</summary>
internal static class ReportJson
{
    public static void Write(Report report, DateTimeOffset now, Stream output) => JsonOutput.Write(output, json => Write(report, now, json));

    /// <summary>The sums of a row, as properties of the object that is open.</summary>
    public static void WriteSums(Utf8JsonWriter json, in UsageSums sums)
    {
        json.WriteNumber("requests"u8, sums.Requests);
        json.WriteNumber("uncachedInputTokens"u8, sums.UncachedInput);
        json.WriteNumber("cacheReadTokens"u8, sums.CacheRead);
        json.WriteNumber("cacheWrite5mTokens"u8, sums.CacheWrite5m);
        json.WriteNumber("cacheWrite1hTokens"u8, sums.CacheWrite1h);
        json.WriteNumber("cacheWriteUnknownTokens"u8, sums.CacheWriteUnknown);
        json.WriteNumber("outputTokens"u8, sums.Output);
        json.WriteNumber("reasoningTokens"u8, sums.Reasoning);
        json.WriteNumber("totalTokens"u8, sums.TotalTokens);
        JsonOutput.WriteUsd(json, "listCostUsd", sums.ListCostUsd);
        json.WriteNumber("unpricedTokens"u8, sums.UnpricedTokens);
        json.WriteNumber("partialRequests"u8, sums.PartialRequests);
    }

    /// <summary>What could not be read, as a property of the object that is open.</summary>
    public static void WriteUnread(Utf8JsonWriter json, IEnumerable<UnreadLine> unread)
    {
        json.WriteStartArray("unread"u8);
        foreach (var line in unread)
        {
            json.WriteStartObject();
            json.WriteString("path"u8, line.Path);
            json.WriteNumber("line"u8, line.Line);
            json.WriteString("reason"u8, UnreadReasonNames.NameOf(line.Reason));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Report report, DateTimeOffset now, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("rows"u8);
        foreach (var row in report.Rows)
        {
            json.WriteStartObject();
            json.WriteString("key"u8, row.Key);
            json.WriteString("agent"u8, row.Agent);
            json.WriteString("model"u8, row.Model);
            WriteSums(json, row.Sums);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("totals"u8);
        WriteSums(json, report.Totals);
        json.WriteEndObject();
        if (report.Kind is ReportKind.Blocks)
        {
            WriteBlocks(report.Blocks, now, json);
        }

        if (report.Advice is { } advice)
        {
            AdviceJson.Write(json, advice);
        }

        WriteUnread(json, report.Unread);
        json.WriteEndObject();
    }

    // A projection is of the block that is under way, and there once it is old enough to have a pace.
    private static void WriteBlocks(IEnumerable<UsageBlock> blocks, DateTimeOffset now, Utf8JsonWriter json)
    {
        json.WriteStartArray("blocks"u8);
        foreach (var block in blocks)
        {
            var nowMs = now.ToUnixTimeMilliseconds();
            var pace = block.PaceAt(nowMs);
            json.WriteStartObject();
            json.WriteString("agent"u8, block.Agent);
            json.WriteString("start"u8, block.Key);
            json.WriteString("end"u8, UsageBlock.KeyOf(block.EndUnixMs));
            json.WriteBoolean("isActive"u8, block.IsActiveAt(nowMs));
            WriteSums(json, block.Sums);
            if ((block.IsActiveAt(nowMs) ? pace?.TokensPerMinute : block.TokensPerMinute) is { } rate)
            {
                json.WriteNumber("tokensPerMinute"u8, Math.Round(rate, 1));
            }

            if (pace is { } running)
            {
                json.WriteNumber("projectedTokens"u8, running.ProjectedTokens);
                JsonOutput.WriteUsd(json, "projectedListCostUsd", running.ProjectedUsd);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
