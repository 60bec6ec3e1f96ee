namespace Claudeonomics.Core.Pictures;

/// <summary>A piece of a line of text.</summary>
/// <param name="Weight">300 to 720.</param>
public readonly record struct TextSpan(string Text, string Color, int Weight = 440);
