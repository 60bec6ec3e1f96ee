using System.Text.Json;
using System.Text.Json.Serialization;
using Claudeonomics.Core.Pictures;
using Claudeonomics.Core.Tracing;
using Claudeonomics.Server.Operations;
using Claudeonomics.Server.People;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.Tracing;

/// <summary>The verb <c>trace</c>: whose copy a leaked file is.</summary>
internal static class TraceVerb
{
    private const string KeyName = "key:";

    /// <summary>Reads a picture and prints who looked at the page, and when.</summary>
    /// <returns>The exit code: 0 when somebody is named.</returns>
    /// <exception cref="IOException">The file cannot be read, or there is no company in the data directory.</exception>
    public static int Run(ServerOptions options, string file, TextWriter output)
    {
        var store = Path.Combine(options.DataPath, ControlDatabase.FileName);
        if (!File.Exists(store))
        {
            throw new FileNotFoundException($"There is no control store '{store}'.");
        }

        using var control = ControlDatabase.Open(store);
        var mark = MarkKey.Find(control) is { } key ? new MarkReader(key.Bytes).Read(ReadPicture(file)) : null;
        output.WriteLine(JsonSerializer.Serialize(Describe(control, mark), TraceJson.Default.TraceWire));
        return mark is null ? 1 : 0;
    }

    private static Raster ReadPicture(string file)
    {
        try
        {
            return PictureReader.Read(File.ReadAllBytes(file));
        }
        catch (PictureException problem)
        {
            throw new IOException($"'{file}' cannot be read: {problem.Message}.");
        }
    }

    private static TraceWire Describe(ControlDatabase control, ViewMark? mark)
    {
        if (mark is not { } found)
        {
            return new(Found: false, Viewer: null, From: null, Until: null);
        }

        using var db = control.Read();
        var name = db.ViewerNumbers.Where(viewer => viewer.Number == found.Viewer).Select(viewer => viewer.Viewer).FirstOrDefault();
        return new(Found: true, Describe(db, found.Viewer, name), found.From.UtcDateTime, (found.From + ViewMark.SlotLength).UtcDateTime);
    }

    private static TracedViewer Describe(ControlContext db, int number, string? name) =>
        name is null ? new(number, "erased")
        : name == Viewer.AdministratorRole ? new(number, "administrator")
        : name.StartsWith(KeyName, StringComparison.Ordinal) ? new(number, "key") { KeyId = name[KeyName.Length..] }
        : db.People.FirstOrDefault(person => person.Id == name) is { } person ? new(number, "person") { PersonId = person.Id, Email = person.Email, Name = person.Name }
        : new(number, "erased");
}

/// <summary>What <c>trace</c> prints.</summary>
/// <param name="From">When the page was rendered, at the earliest.</param>
/// <param name="Until">And at the latest (excluded).</param>
internal sealed record TraceWire(bool Found, TracedViewer? Viewer, DateTime? From, DateTime? Until);

/// <param name="Number">What the mark says.</param>
/// <param name="Who"><c>person</c>; <c>key</c> that somebody else made for a person, or one without a person; <c>administrator</c>; <c>erased</c> for a person of
/// whom only the number is left.</param>
internal sealed record TracedViewer(int Number, string Who)
{
    public string? PersonId { get; init; }

    public string? Email { get; init; }

    public string? Name { get; init; }

    public string? KeyId { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TraceWire))]
internal sealed partial class TraceJson : JsonSerializerContext;
