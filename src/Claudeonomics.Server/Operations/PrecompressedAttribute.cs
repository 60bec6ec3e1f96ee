namespace Claudeonomics.Server.Operations;

/// <summary>This endpoint answers from bytes that were compressed once; they are sent as they are.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class PrecompressedAttribute : Attribute;
