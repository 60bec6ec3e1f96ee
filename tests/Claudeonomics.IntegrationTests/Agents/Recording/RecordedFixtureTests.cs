using System.Text;
using System.Text.Json.Nodes;
using Claudeonomics.IntegrationTests.Agents.Telemetry;
using Claudeonomics.TestShared;

namespace Claudeonomics.IntegrationTests.Agents.Recording;

/// <summary>What is checked in must be usable and say nothing about the machine it was recorded on.</summary>
public sealed class RecordedFixtureTests
{
    public static TheoryData<string, string> Fixtures { get; } = new(
        Directory.EnumerateFiles(OtlpFixture.Folder, "truth.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => new DirectoryInfo(Path.GetDirectoryName(file)!))
            .Select(folder => (folder.Parent!.Name, folder.Name)));

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Load_Recorded_HasPostsAndCalls(string agent, string @case)
    {
        var fixture = OtlpFixture.Load(agent, @case);

        Assert.NotEmpty(fixture.Posts);
        Assert.Equal(3, fixture.Calls.Count);
        Assert.All(fixture.Calls, call => Assert.True(call.Usage.TotalTokens > 0));
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void DecodeAndEncode_RecordedProtobuf_GivesTheSameBytes(string agent, string @case) =>
        Assert.All(OtlpFixture.Load(agent, @case).Posts.Where(post => !post.IsJson), post =>
        {
            var signal = SignalOf(post);
            Assert.Equal(post.Body, OtlpProtobuf.Encode(signal, OtlpProtobuf.Decode(signal, post.Body)));
        });

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Recorded_NamesNoFolderOrUserOfAMachine(string agent, string @case) =>
        Assert.All(OtlpFixture.Load(agent, @case).Posts, post =>
        {
            var text = post.IsJson
                ? Encoding.UTF8.GetString(post.Body)
                : OtlpProtobuf.Decode(SignalOf(post), post.Body).ToJsonString();
            Assert.DoesNotContain(Path.GetTempPath(), text, StringComparison.Ordinal);
            Assert.DoesNotContain(Repository.Root, text, StringComparison.Ordinal);
            Assert.All(Values(JsonNode.Parse(text)!, "host.name"), name => Assert.Equal("dev-host", name));
        });

    private static OtlpSignal SignalOf(OtlpFixturePost post) =>
        Enum.GetValues<OtlpSignal>().Single(signal => signal.PathName() == post.Signal);

    private static IEnumerable<string?> Values(JsonNode node, string key) => node switch
    {
        JsonObject entry when (string?)(entry["key"] as JsonValue) == key => [(string?)entry["value"]!["stringValue"]],
        JsonObject entry => entry.SelectMany(property => property.Value is null ? [] : Values(property.Value, key)),
        JsonArray items => items.SelectMany(item => item is null ? [] : Values(item, key)),
        _ => [],
    };
}
