using System.Text;
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

    // A table of 250 rows is some 30 kB; what is larger is none of ours.
    private const int MostTextBytes = 16 * 1024 * 1024;

    /// <summary>Reads a picture or a piece of a table, and prints who looked at the page and when, or who took the copy.</summary>
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
        var (key, bytes) = (MarkKey.Find(control), File.ReadAllBytes(file));
        if (TextOf(bytes) is { } text)
        {
            var copies = key is null ? [] : CopyTrace.Read(control, key, text);
            output.WriteLine(JsonSerializer.Serialize(new TraceWire(copies.Count > 0, null, null, null) { Copies = copies }, TraceJson.Default.TraceWire));
            return copies.Count > 0 ? 0 : 1;
        }

        var mark = key is null ? null : new MarkReader(key.Bytes).Read(ReadPicture(file, bytes));
        output.WriteLine(JsonSerializer.Serialize(Describe(control, mark), TraceJson.Default.TraceWire));
        return mark is null ? 1 : 0;
    }

    // A PNG begins with a byte that no UTF-8 has, a JPEG too; a spreadsheet may save UTF-16, which begins with its mark. No text holds a zero.
    private static string? TextOf(byte[] bytes)
    {
        if (bytes is [0x89, ..] or [0xff, 0xd8, ..] || bytes.Length > MostTextBytes)
        {
            return null;
        }

        using var reader = new StreamReader(new MemoryStream(bytes), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd() is var text && text.Contains('\0', StringComparison.Ordinal) ? null : text;
    }

    private static Raster ReadPicture(string file, byte[] bytes)
    {
        try
        {
            return PictureReader.Read(bytes);
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

    internal static TracedViewer Describe(ControlContext db, int number, string? name) =>
        name is null ? new(number, "erased")
        : name == Viewer.AdministratorRole ? new(number, "administrator")
        : name.StartsWith(ExportCopies.ChannelName, StringComparison.Ordinal) ? new(number, "channel") { ChannelId = name[ExportCopies.ChannelName.Length..] }
        : name.StartsWith(KeyName, StringComparison.Ordinal) ? new(number, "key") { KeyId = name[KeyName.Length..] }
        : db.People.FirstOrDefault(person => person.Id == name) is { } person ? new(number, "person") { PersonId = person.Id, Email = person.Email, Name = person.Name }
        : new(number, "erased");
}

/// <summary>What <c>trace</c> prints.</summary>
/// <param name="From">When the page was rendered, at the earliest.</param>
/// <param name="Until">And at the latest (excluded).</param>
internal sealed record TraceWire(bool Found, TracedViewer? Viewer, DateTime? From, DateTime? Until)
{
    /// <summary>Of a table: the copies it is a piece of, the surest first; more than one where it was put together.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TracedCopy>? Copies { get; init; }
}

/// <param name="OneIn">The excerpt would be as likely as this by chance, once in so many; a power of ten. Over all copies, one in a million at most is named wrongly.</param>
/// <param name="Figures">That could be compared.</param>
/// <param name="Agreeing">Of them, those that end as in this copy; one in eight does by chance.</param>
/// <param name="Canaries">Rows about nobody that are in this copy.</param>
internal sealed record TracedCopy(
    int Copy, TracedViewer AskedBy, TracedViewer? ApprovedBy, string Board, string View, string Format, DateTime MadeAt, long Snapshot, string ApprovalId, string OneIn,
    int Figures, int Agreeing, int Canaries);

/// <param name="Number">What the mark says; of a copy, its number.</param>
/// <param name="Who"><c>person</c>; <c>channel</c> that digests go to; <c>key</c> that somebody else made for a person, or one without a person; <c>administrator</c>; <c>erased</c> for a person of
/// whom only the number is left.</param>
internal sealed record TracedViewer(int Number, string Who)
{
    public string? PersonId { get; init; }

    public string? Email { get; init; }

    public string? Name { get; init; }

    public string? KeyId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ChannelId { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TraceWire))]
internal sealed partial class TraceJson : JsonSerializerContext;
