using System.Globalization;
using System.Text.Json;
using Claudeonomics.Cli.Reports;
using Claudeonomics.Core.Advice;

namespace Claudeonomics.Cli.Advice;

/// <summary>Advice as programs read it: a property of the object that is open.</summary>
internal static class AdviceJson
{
    public static void Write(Utf8JsonWriter json, IEnumerable<AdviceItem> advice)
    {
        json.WriteStartArray("advice"u8);
        foreach (var item in advice)
        {
            json.WriteStartObject();
            json.WriteString("kind"u8, AdviceWords.NameOf(item.Kind));
            JsonOutput.WriteUsd(json, "savedListCostUsd", item.SavedUsd);
            json.WriteBoolean("isEstimate"u8, true);
            json.WriteString("reckoning"u8, AdviceWords.ReckoningOf(item.Kind, item.InsteadModels));
            json.WriteString("advice"u8, AdviceWords.WhatToDo(item.Kind));
            json.WriteNumber("requests"u8, item.Requests);
            json.WriteNumber("conversations"u8, item.Conversations);
            json.WriteString("firstDay"u8, Day(item.FirstDay));
            json.WriteString("lastDay"u8, Day(item.LastDay));
            json.WriteNumber("unpricedRequests"u8, item.UnpricedRequests);
            WriteModels(json, item.InsteadModels);
            WriteExamples(json, item.Examples);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteModels(Utf8JsonWriter json, IEnumerable<string> models)
    {
        json.WriteStartArray("insteadModels"u8);
        foreach (var model in models)
        {
            json.WriteStringValue(model);
        }

        json.WriteEndArray();
    }

    private static void WriteExamples(Utf8JsonWriter json, IEnumerable<AdviceExample> examples)
    {
        json.WriteStartArray("examples"u8);
        foreach (var example in examples)
        {
            json.WriteStartObject();
            json.WriteString("day"u8, Day(example.Day));
            json.WriteString("conversation"u8, example.Conversation);
            json.WriteString("project"u8, example.Project);
            json.WriteNumber("requests"u8, example.Requests);
            JsonOutput.WriteUsd(json, "savedListCostUsd", example.SavedUsd);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
