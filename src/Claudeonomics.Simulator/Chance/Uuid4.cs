namespace Claudeonomics.Simulator.Chance;

/// <summary>Random UUIDs, version 4, from chance of our own.</summary>
internal static class Uuid4
{
    private const ulong Version = 0x0000_0000_0000_4000;
    private const ulong Variant = 0x8000_0000_0000_0000;

    public static Guid Of(ulong high, ulong low)
    {
        high = (high & 0xFFFF_FFFF_FFFF_0FFF) | Version;
        low = (low & 0x3FFF_FFFF_FFFF_FFFF) | Variant;
        return new(
            (uint)(high >> 32), (ushort)(high >> 16 & 0xFFFF), (ushort)(high & 0xFFFF),
            (byte)(low >> 56), (byte)(low >> 48 & 0xFF), (byte)(low >> 40 & 0xFF), (byte)(low >> 32 & 0xFF),
            (byte)(low >> 24 & 0xFF), (byte)(low >> 16 & 0xFF), (byte)(low >> 8 & 0xFF), (byte)(low & 0xFF));
    }
}
