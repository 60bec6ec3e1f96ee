namespace Claudeonomics.Core.Pictures;

/// <summary>Where a line of text stands to its place.</summary>
public enum TextSide
{
    Start,
    Middle,
    End,
}
