namespace Claudeonomics.Server.Demo;

/// <summary>The simulated company of <c>--demo</c>.</summary>
public static class DemoSetup
{
    /// <param name="people">How many people an empty company gets.</param>
    public static void AddDemo(this IServiceCollection services, int people)
    {
        services.AddSingleton(new DemoOptions(people));
        services.AddSingleton<DemoGreeting>();
        services.AddSingleton<DemoHelp>();
        services.AddHostedService<DemoService>();
    }
}
