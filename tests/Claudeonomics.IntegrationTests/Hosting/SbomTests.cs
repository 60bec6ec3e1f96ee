using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Claudeonomics.IntegrationTests.Hosting;

/// <summary>The list of parts that <c>build.sh</c> puts beside the programs (tools/sbom.mjs), of the server as it was built here.</summary>
public sealed class SbomTests
{
    private static string DepsFile => Path.ChangeExtension(ServerProcess.Executable, null) + ".deps.json";

    private static string NpmLock => Repository.PathTo("src", "Claudeonomics.Server", "Web", "package-lock.json");

    [Fact]
    public async Task Sbom_OfTheServer_ListsEveryPackageWithVersionLicenceAndHash()
    {
        var sbom = JsonNode.Parse(await WriteAsync())!;
        var listed = sbom["components"]!.AsArray().Where(static part => part!["purl"] is not null).ToDictionary(static part => (string)part!["purl"]!);

        var restored = JsonNode.Parse(await File.ReadAllTextAsync(DepsFile))!["libraries"]!.AsObject()
            .Where(static library => (string?)library.Value!["type"] == "package")
            .Select(static library => $"pkg:nuget/{library.Key.Replace('/', '@')}").ToList();
        var embedded = JsonNode.Parse(await File.ReadAllTextAsync(NpmLock))!["packages"]!.AsObject()
            .Where(static package => package.Key.Length > 0)
            .Select(static package => $"pkg:npm/{package.Key["node_modules/".Length..].Replace("@", "%40", StringComparison.Ordinal)}@{(string)package.Value!["version"]!}").ToList();
        Assert.True(restored.Count > 10 && embedded.Count > 2);
        Assert.Equal(restored.Concat(embedded).Order(StringComparer.Ordinal), listed.Keys.Order(StringComparer.Ordinal));
        Assert.All(listed, static part =>
        {
            Assert.False(string.IsNullOrEmpty((string?)part.Value!["version"]), part.Key);
            Assert.True(part.Value["licenses"]?.AsArray().Count > 0, $"{part.Key} has no licence");
            Assert.Equal(128, ((string?)part.Value["hashes"]?[0]!["content"])?.Length);
        });
    }

    [Fact]
    public async Task Sbom_OfTheServer_IsTheSameAgainAndNamesNoHost()
    {
        var text = await WriteAsync();

        Assert.Equal(text, await WriteAsync());
        Assert.DoesNotContain("://", text, StringComparison.Ordinal);
        var sbom = JsonNode.Parse(text)!;
        Assert.Equal(("CycloneDX", "1.6", "claudeonomics-server"), ((string)sbom["bomFormat"]!, (string)sbom["specVersion"]!, (string)sbom["metadata"]!["component"]!["name"]!));
        var refs = sbom["components"]!.AsArray().Select(static part => (string)part!["bom-ref"]!).ToHashSet();
        Assert.Equal(sbom["components"]!.AsArray().Count, refs.Count);
        Assert.Subset(refs, sbom["dependencies"]!.AsArray().SelectMany(static part => part!["dependsOn"]!.AsArray()).Select(static reference => (string)reference!).ToHashSet());
    }

    private static async Task<string> WriteAsync()
    {
        using var node = Process.Start(new ProcessStartInfo("node", [Repository.PathTo("tools", "sbom.mjs"), "claudeonomics-server", "0.1.0", DepsFile, "--npm", NpmLock]) { RedirectStandardOutput = true })!;
        var text = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.Equal(0, node.ExitCode);
        return text;
    }
}
