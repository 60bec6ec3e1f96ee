using System.Security.Cryptography;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.Tracing;

/// <summary>The company's secret behind all marks: kept with people, so that a backup traces what was leaked before it was made.</summary>
/// <param name="Bytes">32 bytes.</param>
internal sealed record MarkKey(byte[] Bytes)
{
    private const string Name = "company.mark_key";
    private const int Length = 32;

    public static MarkKey OpenOrCreate(ControlDatabase control) => Find(control) ?? new(Convert.FromBase64String(control.Change(
        db =>
        {
            var made = new Setting { Name = Name, Value = Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)) };
            db.Settings.Add(made);
            return made.Value;
        },
        static (_, _) => { })));

    /// <returns><see langword="null"/> where no page was ever marked.</returns>
    public static MarkKey? Find(ControlDatabase control)
    {
        using var db = control.Read();
        return db.Settings.FirstOrDefault(setting => setting.Name == Name) is { } found ? new(Convert.FromBase64String(found.Value)) : null;
    }
}
