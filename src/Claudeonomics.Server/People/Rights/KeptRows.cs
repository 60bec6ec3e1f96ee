using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Claudeonomics.Storage.Control;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Claudeonomics.Server.People.Rights;

/// <summary>Every row of control that is about one person, found by the model's own references: a table that is new is in it by having one.</summary>
/// <remarks>Hashes are left out, since they are of secrets, and so are ids of other people, who are not whom this is about.</remarks>
internal static class KeptRows
{
    private static readonly MethodInfo Reader = typeof(KeptRows).GetMethod(nameof(Read), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>By table and, where a table names people twice, by the column that names this one.</summary>
    public static JsonObject Of(ControlContext db, string personId)
    {
        var model = db.Model;
        var person = model.FindEntityType(typeof(Person))!;
        var kept = new JsonObject { ["person"] = Rows(db, person, person.FindPrimaryKey()!.Properties[0], [personId], personId) };
        foreach (var table in model.GetEntityTypes().OrderBy(static table => table.GetTableName(), StringComparer.Ordinal))
        {
            var references = table.GetForeignKeys().Where(key => key.PrincipalEntityType == person).ToList();
            foreach (var reference in references)
            {
                var name = references.Count == 1 ? table.GetTableName()! : $"{table.GetTableName()}.{reference.Properties[0].GetColumnName()}";
                kept[CamelCase(name)] = Rows(db, table, reference.Properties[0], [personId], personId);
            }
        }

        // What belongs to the person by way of a row that does: the numbers they are known by, and what is kept by number or finding.
        var numbers = db.IdentityOwners.Where(owner => owner.PersonId == personId).Select(owner => owner.IdentityNumber).ToList();
        var findings = db.IntegrityFindings.Where(finding => finding.PersonId == personId).Select(finding => finding.Id).ToList();
        kept["identity"] = Rows(db, model.FindEntityType(typeof(Identity))!, nameof(Identity.Number), numbers, personId);
        kept["identityTool"] = Rows(db, model.FindEntityType(typeof(IdentityTool))!, nameof(IdentityTool.IdentityNumber), numbers, personId);
        kept["viewerNumber"] = Rows(db, model.FindEntityType(typeof(ViewerNumber))!, nameof(ViewerNumber.Viewer), [personId], personId);
        kept["notCountedUsage"] = Rows(db, model.FindEntityType(typeof(NotCountedUsage))!, nameof(NotCountedUsage.FindingId), findings, personId);
        return kept;
    }

    private static JsonArray Rows<TKey>(ControlContext db, IEntityType table, string column, List<TKey> keys, string personId) =>
        Rows(db, table, table.FindProperty(column)!, keys, personId);

    private static JsonArray Rows<TKey>(ControlContext db, IEntityType table, IProperty column, List<TKey> keys, string personId)
    {
        var rows = (IEnumerable<object>)Reader.MakeGenericMethod(table.ClrType, typeof(TKey)).Invoke(null, [db, column.Name, keys])!;
        var shown = table.GetProperties().Where(static property => property.ClrType != typeof(byte[])).ToList();
        return [.. rows.Select(row => RowOf(row, shown, personId))];
    }

    private static List<object> Read<TRow, TKey>(ControlContext db, string column, List<TKey> keys)
        where TRow : class => [.. db.Set<TRow>().Where(row => keys.Contains(EF.Property<TKey>(row, column)))];

    private static JsonObject RowOf(object row, IReadOnlyList<IProperty> columns, string personId)
    {
        var json = new JsonObject();
        foreach (var column in columns)
        {
            var value = column.PropertyInfo!.GetValue(row);
            var isPerson = column.GetContainingForeignKeys().Any(static key => key.PrincipalEntityType.ClrType == typeof(Person));
            if (!isPerson || Equals(value, personId))
            {
                json[CamelCase(column.Name)] = ValueOf(value);
            }
        }

        return json;
    }

    private static JsonNode? ValueOf(object? value) => value switch
    {
        null => null,
        Enum name => CamelCase(name.ToString()),
        DateOnly day => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.UtcDateTime,
        bool flag => flag,
        int number => number,
        long number => number,
        double number => number,
        _ => value.ToString(),
    };

    // help_offer and HelpOffer -> helpOffer; ids of people stay apart by their dot
    private static string CamelCase(string name)
    {
        var words = name.Split('_');
        return JsonNamingPolicy.CamelCase.ConvertName(
            string.Concat(words.Select(static (word, i) => i == 0 || word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..])));
    }
}
