using System.Globalization;
using System.Reflection;
using Microsoft.Data.Sqlite;

namespace Claudeonomics.Storage.Control;

/// <summary>One step of the schema, from the version before it.</summary>
internal sealed record SchemaStep(int Version, string Sql);

/// <summary>Brings a control file to the present schema: step by step, each in one transaction, after a backup.</summary>
/// <remarks>docs/decisions/control-schema.md says why these are steps of our own.</remarks>
internal static class ControlSchema
{
    // sqlite_0001_people.sql
    public static IReadOnlyList<SchemaStep> Steps { get; } = ReadSteps("sqlite_");

    /// <param name="connection">Open, on the file.</param>
    /// <param name="steps">From version 1 on, without gaps.</param>
    /// <param name="backupFile">Given the old version, where the file is copied before the first step; asked only when there is something to lose.</param>
    /// <exception cref="ControlSchemaException">The file is of a later version than this program knows.</exception>
    public static void Upgrade(SqliteConnection connection, IReadOnlyList<SchemaStep> steps, Func<int, string> backupFile)
    {
        var version = VersionOf(connection);
        if (version > steps.Count)
        {
            throw new ControlSchemaException(
                $"'{connection.DataSource}' is of schema version {version}; this program knows versions up to {steps.Count}. Start the newer program.");
        }

        if (version > 0 && version < steps.Count)
        {
            CopyTo(connection, backupFile(version));
        }

        foreach (var step in steps.Skip(version))
        {
            using var transaction = connection.BeginTransaction();
            Execute(connection, step.Sql);
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {step.Version}"));
            transaction.Commit();
        }
    }

    public static int VersionOf(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>A consistent copy, also while others write. The file must not exist yet.</summary>
    public static void CopyTo(SqliteConnection connection, string file)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $file";
        command.Parameters.AddWithValue("$file", file);
        command.ExecuteNonQuery();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static List<SchemaStep> ReadSteps(string prefix)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var path = $"{typeof(ControlSchema).Namespace}.Sql.{prefix}";
        var steps = new List<SchemaStep>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(path, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            steps.Add(new(int.Parse(name.AsSpan(path.Length, 4), CultureInfo.InvariantCulture), reader.ReadToEnd()));
        }

        return steps;
    }
}

/// <summary>The control file cannot be used by this version of the program.</summary>
public sealed class ControlSchemaException(string message) : Exception(message);
