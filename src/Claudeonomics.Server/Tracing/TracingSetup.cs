using Claudeonomics.Storage.Control;

namespace Claudeonomics.Server.Tracing;

/// <summary>Marks from which a leak tells whose copy it was. docs/tracing.md says how and how surely.</summary>
public static class TracingSetup
{
    public static void AddTracing(this IServiceCollection services)
    {
        services.AddSingleton(all => MarkKey.OpenOrCreate(all.GetRequiredService<ControlDatabase>()));
        services.AddSingleton<ViewerNumbers>();
        services.AddSingleton(all => new ViewMarks(
            all.GetRequiredService<MarkKey>(), all.GetRequiredService<ViewerNumbers>(), all.GetRequiredService<TimeProvider>()));
        services.AddSingleton(all => new ExportCopies(
            all.GetRequiredService<ControlDatabase>(), all.GetRequiredService<MarkKey>(), all.GetRequiredService<TimeProvider>()));
    }
}
