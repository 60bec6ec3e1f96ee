using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Claudeonomics.IntegrationTests.Logs;

/// <summary>A database as SQL text: the schema of the given tables, and their rows.</summary>
internal static class DatabaseText
{
    /// <param name="text">Turns the text of a column into what is kept of it.</param>
    public static string Of(string path, IReadOnlyList<string> tables, Func<string, string, string> text)
    {
        var sql = new StringBuilder();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        connection.Open();
        foreach (var table in tables)
        {
            sql.Append(Single(connection, $"SELECT sql FROM sqlite_master WHERE name = '{table}'")).Append(";\n");
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM {table} ORDER BY rowid";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                sql.Append(CultureInfo.InvariantCulture, $"INSERT INTO {table} VALUES (")
                    .AppendJoin(", ", Enumerable.Range(0, reader.FieldCount).Select(column => Value(reader, column, text))).Append(");\n");
            }
        }

        return sql.ToString();
    }

    private static string Value(SqliteDataReader reader, int column, Func<string, string, string> text) => reader.GetValue(column) switch
    {
        DBNull => "NULL",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        string value => $"'{text(reader.GetName(column), value).Replace("'", "''", StringComparison.Ordinal)}'",
        var other => throw new NotSupportedException($"{reader.GetName(column)} holds {other.GetType()}."),
    };

    private static string Single(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (string)command.ExecuteScalar()!;
    }
}
