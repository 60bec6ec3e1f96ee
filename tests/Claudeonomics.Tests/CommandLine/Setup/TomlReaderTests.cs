using System.Text;
using Claudeonomics.Cli.Setup;

namespace Claudeonomics.Tests.CommandLine.Setup;

public sealed class TomlReaderTests
{
    [Theory]
    [InlineData("a = \"x\"", "x")]
    [InlineData("a='x\\n'", "x\\n")]
    [InlineData("  a  =  7  # seven", "7")]
    [InlineData("a = 1979-05-27 07:32:00Z", "1979-05-27 07:32:00Z")]
    [InlineData("a = true\r\n", "true")]
    [InlineData("\"a\" = \"\\u00e9\\U0001F600\\t\\\"\\\\\"", "é😀\t\"\\")]
    [InlineData("a = \"\"\"\nx\\\n   y \"\"z\"\"\"\"", "xy \"\"z\"")]
    [InlineData("a = '''\nx\ny'''", "x\ny")]
    [InlineData("b = [1, [2, \"]\"], { c = 3 }, # no\n]\na = \"x\"", "x")]
    [InlineData("\ufeff# only\na = \"\"", "")]
    public void Read_AValue_IsTakenAsItStands(string toml, string value) => Assert.Equal(value, TomlReader.Read(toml).Text("a"));

    [Theory]
    [InlineData("a.b.c = \"x\"")]
    [InlineData("[a.b]\nc = \"x\"")]
    [InlineData("[a]\nb.c = \"x\"")]
    [InlineData("[ a . \"b\" ]\nc = 'x'")]
    [InlineData("a = { b = { c = \"x\" } }")]
    [InlineData("a = { b.c = \"x\", d = [] }")]
    [InlineData("[[a]]\nb = 1\n[[a]]\n[a.b]\nc = \"x\"")]
    public void Read_Tables_AreNestedHoweverWritten(string toml) => Assert.Equal("x", TomlReader.Read(toml).Text("a", "b", "c"));

    [Theory]
    [InlineData("a", "line 1: \"=\" is missing")]
    [InlineData("a = 1\nb = ", "line 2: a value is missing")]
    [InlineData("a = \"x\ny\"", "line 1: a text has no end")]
    [InlineData("a = 1\n\n[a.b]", "line 3: a is a value and no table")]
    [InlineData("a = \"\\q\"", "line 1: \\q stands for nothing")]
    [InlineData("a = \"\\ud800\"", "line 1: a letter is written by a number that none has")]
    [InlineData("a = \"x\" b = 1", "line 1: something follows where the line should end")]
    public void Read_NoToml_NamesTheLine(string toml, string said) =>
        Assert.Equal(said, Assert.Throws<FormatException>(() => TomlReader.Read(toml)).Message);

    [Fact]
    public void Read_NestedBeyondReason_IsRefused() =>
        Assert.Throws<FormatException>(() => TomlReader.Read("a = " + new string('[', 100_000)));

    [Fact]
    public void Read_AnyBytes_EndsWithATableOrAFault()
    {
        const string Letters = "[[a.b]]\n\"'{}=,# \\u1\r\tx7\"\"\"'''";
        var random = new Random(20261128);
        var text = new StringBuilder();
        for (var round = 0; round < 20_000; round++)
        {
            text.Clear();
            for (var length = random.Next(40); length > 0; length--)
            {
                text.Append(Letters[random.Next(Letters.Length)]);
            }

            try
            {
                TomlReader.Read(text.ToString());
            }
            catch (FormatException)
            {
            }
        }
    }
}
