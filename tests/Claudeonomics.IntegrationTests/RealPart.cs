namespace Claudeonomics.IntegrationTests;

/// <summary>What to do where a test needs a real program (an agent, a browser) that is not installed.</summary>
internal static class RealPart
{
    /// <summary>Skips the test with a reason that says what to install; in CI a missing part is a failure.</summary>
    public static void Missing(string whatToInstall)
    {
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")))
        {
            Assert.Fail(whatToInstall);
        }

        Assert.Skip(whatToInstall);
    }
}
