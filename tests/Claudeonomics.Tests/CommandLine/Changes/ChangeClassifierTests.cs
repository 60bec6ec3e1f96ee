using System.Text;
using Claudeonomics.Cli.Changes;

namespace Claudeonomics.Tests.CommandLine.Changes;

public sealed class ChangeClassifierTests
{
    [Theory]
    [InlineData("src/app.ts", ChangeClass.Code)]
    [InlineData("src/contest.py", ChangeClass.Code)]
    [InlineData("src/latest/index.js", ChangeClass.Code)]
    [InlineData("src/Attest.cs", ChangeClass.Code)]
    [InlineData("main.go", ChangeClass.Code)]
    [InlineData("src/app.test.ts", ChangeClass.Tests)]
    [InlineData("src/app.spec.tsx", ChangeClass.Tests)]
    [InlineData("app/models/user_spec.rb", ChangeClass.Tests)]
    [InlineData("pkg/server_test.go", ChangeClass.Tests)]
    [InlineData("test_views.py", ChangeClass.Tests)]
    [InlineData("api/conftest.py", ChangeClass.Tests)]
    [InlineData("polls/tests.py", ChangeClass.Tests)]
    [InlineData("src/tests.rs", ChangeClass.Tests)]
    [InlineData("lib/test.js", ChangeClass.Tests)]
    [InlineData("src/UserTest.java", ChangeClass.Tests)]
    [InlineData("src/UserTests.cs", ChangeClass.Tests)]
    [InlineData("App.Tests/Helpers.cs", ChangeClass.Tests)]
    [InlineData("src/__tests__/helper.js", ChangeClass.Tests)]
    [InlineData("tests/fixtures/order.json", ChangeClass.Tests)]
    [InlineData("README.md", ChangeClass.Documentation)]
    [InlineData("tests/README.md", ChangeClass.Documentation)]
    [InlineData("LICENSE", ChangeClass.Documentation)]
    [InlineData("docs/conf.py", ChangeClass.Documentation)]
    [InlineData("guide/start.rst", ChangeClass.Documentation)]
    [InlineData("package.json", ChangeClass.Configuration)]
    [InlineData(".github/workflows/ci.yml", ChangeClass.Configuration)]
    [InlineData("Dockerfile", ChangeClass.Configuration)]
    [InlineData("requirements.txt", ChangeClass.Configuration)]
    [InlineData("CMakeLists.txt", ChangeClass.Configuration)]
    [InlineData(".env.local", ChangeClass.Configuration)]
    [InlineData("src/App/App.csproj", ChangeClass.Configuration)]
    [InlineData("", ChangeClass.None)]
    public void Of_APathBelowTheProject_IsWhatTheFileIsFor(string path, ChangeClass expected)
    {
        Assert.Equal(expected, Of(path, "/home/dev/app"));
        Assert.Equal(path.Length == 0 ? ChangeClass.Code : expected, Of($"/home/test/docs/app/{(path.Length == 0 ? "x.cs" : path)}", "/home/test/docs/app"));
        Assert.Equal(path.Length == 0 ? ChangeClass.Code : expected, Of($@"C:\test\app\{(path.Length == 0 ? "x.cs" : path.Replace('/', '\\'))}", @"C:\test\app\"));
    }

    [Theory]
    [InlineData("/home/test/elsewhere/app.py", ChangeClass.Code)]
    [InlineData("/tmp/docs/app.py", ChangeClass.Code)]
    [InlineData("/tmp/tests/test_app.py", ChangeClass.Tests)]
    [InlineData("/home/dev/app-docs/app.py", ChangeClass.Code)]
    public void Of_AFileElsewhere_SaysByItsNameAlone(string path, ChangeClass expected) => Assert.Equal(expected, Of(path, "/home/dev/app"));

    private static ChangeClass Of(string path, string project) => ChangeClassifier.Of(Encoding.UTF8.GetBytes(path), Encoding.UTF8.GetBytes(project));
}
