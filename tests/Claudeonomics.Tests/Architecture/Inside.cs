namespace Claudeonomics.Tests.Architecture.Inside
{
    internal static class Hidden
    {
        public static int Answer() => 42;
    }
}

namespace Claudeonomics.Tests.Architecture.Inside.Uses
{
    internal static class TheInside
    {
        public static int Call() => Hidden.Answer();
    }

    internal static class NothingElse
    {
        public static int Call() => 1;
    }
}
