namespace Claudeonomics.IntegrationTests.Logs;

/// <summary>Agents' databases with bytes changed, and cut: what is left of them is read or listed, nothing fails. (Other files: <c>LogFuzzTests</c>.)</summary>
public sealed class DatabaseMutationTests
{
    // The seed is fixed: a failure comes again.
    private const int Rounds = 40;

    public static TheoryData<string, string> Fixtures { get; } = new(LogFixture.With("calls.txt").Where(static fixture => HasDatabase(new LogFixture(fixture.Agent, fixture.Case))));

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Read_ChangedDatabase_ReadsOnOrListsIt(string agent, string @case)
    {
        var random = new Random(1);
        using var home = new LogFixture(agent, @case).Open();
        var files = Directory.GetFiles(home.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(static file => (Path: file, Bytes: File.ReadAllBytes(file))).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var file in files)
            {
                File.WriteAllBytes(file.Path, Change(file.Bytes, random));
            }

            Assert.All(home.Read().Calls, static call => Assert.InRange(call.Usage.TotalTokens, 1, long.MaxValue));
        }
    }

    private static byte[] Change(byte[] bytes, Random random)
    {
        if (random.Next(4) == 0)
        {
            return bytes[..random.Next(bytes.Length + 1)];
        }

        // Among the pages of a small database most bytes are 0; what holds rows is at their ends.
        byte[] changed = [.. bytes];
        var written = Enumerable.Range(0, bytes.Length).Where(at => bytes[at] != 0).ToArray();
        for (var changes = random.Next(1, 12); changes > 0 && written.Length > 0; changes--)
        {
            changed[written[random.Next(written.Length)]] = (byte)random.Next(256);
        }

        return changed;
    }

    private static bool HasDatabase(LogFixture fixture) =>
        Directory.EnumerateFiles(Path.Combine(fixture.Folder, "home"), "*.sql", SearchOption.AllDirectories).Any();
}
