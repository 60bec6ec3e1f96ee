using System.Text;
using Claudeonomics.Simulator.Chance;
using Claudeonomics.Simulator.People;

namespace Claudeonomics.Simulator.Wire;

/// <summary>The ids that a person's agents send with everything, as UTF-8.</summary>
internal sealed class Installation
{
    public Installation(SimulatedPerson person)
    {
        // Ids follow from the e-mail, so that a population read from a file sends the same ones.
        var seed = 0UL;
        foreach (var letter in Encoding.UTF8.GetBytes(person.Email))
        {
            seed = SplitMix64.Mix(unchecked((seed * 31) + letter));
        }

        var random = SplitMix64.For(seed, Purpose.Installation, 0);
        Email = Encoding.UTF8.GetBytes(person.Email);
        UserId = Hex(ref random, 4);
        AccountUuid = Uuid(ref random);
        AccountId = [.. "user_01"u8, .. Hex(ref random, 1)];
        InstallationId = Uuid(ref random);
    }

    /// <summary>The company's organization at Anthropic.</summary>
    public static ReadOnlySpan<byte> OrganizationId => "dc9f6c26-b22c-4831-8d01-0446bada88f1"u8;

    public byte[] Email { get; }

    /// <summary>Claude Code's hash of an installation, 64 digits.</summary>
    public byte[] UserId { get; }

    public byte[] AccountUuid { get; }

    public byte[] AccountId { get; }

    /// <summary>Gemini CLI's.</summary>
    public byte[] InstallationId { get; }

    private static byte[] Hex(ref SplitMix64 random, int words)
    {
        var text = new byte[words * 16];
        for (var i = 0; i < words; i++)
        {
            WireIds.WriteHex(random.Next(), text.AsSpan(i * 16));
        }

        return text;
    }

    private static byte[] Uuid(ref SplitMix64 random)
    {
        var text = new byte[36];
        return WireIds.WriteConversation(Uuid4.Of(random.Next(), random.Next()), text).ToArray();
    }
}
