using Claudeonomics.Benchmarks;

return await BenchmarkProgram.RunAsync(args);
