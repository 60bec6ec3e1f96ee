using System.Security.Cryptography;
using Claudeonomics.Core.Time;
using Claudeonomics.Core.Usage;
using Claudeonomics.Server.Operations;
using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.People;

/// <summary>What is decided at the first start and holds for as long as the data: facts and days were written with it.</summary>
/// <param name="Calendar">Where the company's days begin.</param>
/// <param name="Hash">Under the company's own key: how conversation, request and device ids are kept.</param>
public sealed record Company(CompanyCalendar Calendar, KeyedHash Hash)
{
    private const string TimeZone = "company.time_zone";
    private const string HashKey = "company.hash_key";

    /// <summary>Reads the company, founding it when the store is new.</summary>
    /// <exception cref="SettingsException">The settings name another time zone than the one the days were formed with.</exception>
    internal static Company Open(ControlDatabase control, ServerOptions options)
    {
        using var db = control.Read();
        var found = db.Settings.ToDictionary(setting => setting.Name, setting => setting.Value);
        if (!found.ContainsKey(HashKey))
        {
            found = control.Change(
                writing =>
                {
                    Dictionary<string, string> founded = new()
                    {
                        [TimeZone] = options.TimeZone ?? "UTC",
                        [HashKey] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)),
                    };
                    writing.Settings.AddRange(founded.Select(pair => new Setting { Name = pair.Key, Value = pair.Value }));
                    return founded;
                },
                static (_, _) => { });
        }

        if (options.TimeZone is { } asked && asked != found[TimeZone])
        {
            throw new SettingsException(ServerOptions.Key(nameof(ServerOptions.TimeZone)),
                $"the company's days were formed in '{found[TimeZone]}' since the first start and cannot be moved to '{asked}'.");
        }

        return new(new CompanyCalendar(TimeZoneInfo.FindSystemTimeZoneById(found[TimeZone])),
            new KeyedHash(Convert.FromBase64String(found[HashKey])));
    }
}
