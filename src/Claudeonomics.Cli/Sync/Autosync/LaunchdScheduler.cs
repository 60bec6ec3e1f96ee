using System.Xml.Linq;
using Claudeonomics.Cli.Agents;

namespace Claudeonomics.Cli.Sync.Autosync;

/// <summary>A launch agent of macOS. It counts its quarters from when it was loaded, so machines spread by themselves.</summary>
internal sealed class LaunchdScheduler(Surroundings surroundings, IPrograms programs) : Scheduler
{
    private const string Label = "claudeonomics.sync";

    public override string Name => "launchd";

    private string PropertyList => surroundings.InHome("Library", "LaunchAgents", Label + ".plist");

    public override Task<bool> IsHereAsync(CancellationToken cancellationToken) => Task.FromResult(OperatingSystem.IsMacOS());

    public override async Task<string?> TurnOnAsync(Schedule schedule, CancellationToken cancellationToken)
    {
        if (await TurnOffAsync(cancellationToken) is { } problem)
        {
            return problem;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(PropertyList)!);
        await File.WriteAllTextAsync(PropertyList, TextOf(schedule), cancellationToken);
        return await RunAsync(programs, cancellationToken, ["launchctl", "bootstrap", await DomainAsync(cancellationToken), PropertyList]);
    }

    public override async Task<string?> TurnOffAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(PropertyList))
        {
            return null;
        }

        // One that is not loaded is as good as one that was.
        await programs.RunAsync("launchctl", ["bootout", $"{await DomainAsync(cancellationToken)}/{Label}"], null, cancellationToken);
        File.Delete(PropertyList);
        return null;
    }

    private async Task<string> DomainAsync(CancellationToken cancellationToken) =>
        $"gui/{(await programs.RunAsync("id", ["-u"], null, cancellationToken))?.Output.Trim()}";

    internal static string TextOf(Schedule schedule) => new XDocument(
        new XDocumentType("plist", "-//Apple//DTD PLIST 1.0//EN", "http://www.apple.com/DTDs/PropertyList-1.0.dtd", null),
        new XElement("plist", new XAttribute("version", "1.0"), new XElement("dict",
            new XElement("key", "Label"), new XElement("string", Label),
            new XElement("key", "ProgramArguments"), new XElement("array", schedule.Command.Append("sync").Select(static word => new XElement("string", word))),
            new XElement("key", "EnvironmentVariables"), new XElement("dict", schedule.Variables.SelectMany(static variable =>
                new[] { new XElement("key", variable.Key), new XElement("string", variable.Value) })),
            new XElement("key", "StartInterval"), new XElement("integer", Schedule.EveryMinutes * 60),
            new XElement("key", "RunAtLoad"), new XElement("true")))).ToString();
}
