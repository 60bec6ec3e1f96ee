namespace Claudeonomics.Core.Pricing;

/// <summary>A price file cannot be used. The message names the line and the field, for whoever wrote the file.</summary>
public sealed class PriceBookException(string message, Exception? innerException = null) : FormatException(message, innerException);
