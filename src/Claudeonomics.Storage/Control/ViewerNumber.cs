namespace Claudeonomics.Storage.Control;

/// <summary>The number that stands for somebody in the marks of the pages that they look at. Never used again.</summary>
public sealed class ViewerNumber
{
    /// <summary>From 1.</summary>
    public int Number { get; init; }

    /// <summary>As the access log names them: a person's id, <c>key:ID</c> or <c>administrator</c>. No reference, so that the number outlives its person;
    /// <see langword="null"/> once they were erased.</summary>
    public string? Viewer { get; set; }
}
