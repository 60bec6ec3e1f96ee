using System.Xml.Linq;
using Claudeonomics.Core.Usage;
using Claudeonomics.Server;
using Claudeonomics.TestShared;

namespace Claudeonomics.Tests.Architecture;

/// <summary>The walls of the house (docs/architecture.md): who may know whom.</summary>
public sealed class WallTests
{
    private const string Server = "Claudeonomics.Server";

    [Fact]
    public void Features_OfTheServer_KnowEachOthersFacesOnly()
    {
        var crossings =
            from type in typeof(ServerHost).Assembly.GetTypes()
            let feature = FeatureOf(type)
            where feature is not null
            from used in TypeDependencies.Of(type)
            where used.Assembly == type.Assembly && FeatureOf(used) is { } other && other != feature && !IsFace(used)
            select $"{type.FullName} -> {used.FullName}";

        Assert.Empty(crossings.Distinct().Order());
    }

    [Fact]
    public void Features_OfTheServer_DoNotKnowTheirComposition()
    {
        Type[] composition = [typeof(ServerHost), typeof(ServerCommands), typeof(ServerStart)];
        var crossings =
            from type in typeof(ServerHost).Assembly.GetTypes()
            where FeatureOf(type) is not null
            from used in TypeDependencies.Of(type)
            where composition.Contains(Outermost(used))
            select $"{type.FullName} -> {used.FullName}";

        Assert.Empty(crossings.Distinct().Order());
    }

    [Theory]
    [InlineData(typeof(Inside.Uses.TheInside), true)]
    [InlineData(typeof(Inside.Uses.NothingElse), false)]
    public void TypeDependencies_OfAMethodBody_SeeWhatItCalls(Type type, bool expected) =>
        Assert.Equal(expected, TypeDependencies.Of(type).Contains(typeof(Inside.Hidden)));

    [Fact]
    public void Core_Compiled_ReferencesNothingButTheRuntime()
    {
        var references = typeof(TokenUsage).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!);

        Assert.DoesNotContain(references, name => !name.StartsWith("System.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Claudeonomics.Core", "")]
    [InlineData("Claudeonomics.Storage", "Claudeonomics.Core")]
    [InlineData("Claudeonomics.Simulator", "Claudeonomics.Core")]
    [InlineData("Claudeonomics.Cli", "Claudeonomics.Core")]
    [InlineData("Claudeonomics.Server", "Claudeonomics.Simulator Claudeonomics.Storage")]
    public void Projects_ReferenceEachOther_AsDesigned(string project, string expected)
    {
        var file = XDocument.Load(Repository.PathTo("src", project, project + ".csproj"));
        var references = file.Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))
            .Order();

        Assert.Equal(expected, string.Join(' ', references));
    }

    [Fact]
    public void Core_Project_HasNoPackageThatShips()
    {
        var file = XDocument.Load(Repository.PathTo("src", "Claudeonomics.Core", "Claudeonomics.Core.csproj"));
        var shipped = file.Descendants("PackageReference").Where(package => package.Attribute("PrivateAssets")?.Value != "all");

        Assert.Empty(shipped);
    }

    // A feature is a folder: Claudeonomics.Server.Ingest.Otlp.OtlpLogs belongs to Ingest. The root composes them and is none.
    private static string? FeatureOf(Type type)
    {
        var name = Outermost(type).Namespace ?? "";
        return name.StartsWith(Server + ".", StringComparison.Ordinal) ? name[(Server.Length + 1)..].Split('.')[0] : null;
    }

    // The face of a feature: its public types directly in its folder.
    private static bool IsFace(Type type)
    {
        var outermost = Outermost(type);
        return outermost.IsPublic && outermost.Namespace == $"{Server}.{FeatureOf(type)}";
    }

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
