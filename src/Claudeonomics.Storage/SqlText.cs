using System.Reflection;

namespace Claudeonomics.Storage;

/// <summary>The statements of a folder's <c>Sql</c>, one per file, named as the method that runs it.</summary>
internal static class SqlText
{
    /// <param name="area">The folder, such as <c>Embedded</c>.</param>
    /// <param name="name">The file without its ending.</param>
    public static string Of(string area, string name)
    {
        var resource = $"{typeof(SqlText).Namespace}.{area}.Sql.{name}.sql";
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"No statement {resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
