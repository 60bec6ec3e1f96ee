using System.Globalization;
using System.Security.Cryptography;

namespace Claudeonomics.Server.People;

/// <summary>Friendly names that say nothing about who carries them: <c>quiet-otter</c>.</summary>
public static class Pseudonyms
{
    // Words that nobody minds being called, in any combination.
    private static readonly string[] Adjectives =
    [
        "able", "agile", "amber", "ample", "apt", "autumn", "azure", "balmy", "bold", "brave", "breezy", "bright", "brisk", "calm",
        "candid", "careful", "cedar", "cheerful", "clear", "clever", "coastal", "copper", "cosmic", "cozy", "crisp", "curious",
        "daring", "dawn", "deft", "dewy", "eager", "early", "earnest", "easy", "fair", "fern", "fleet", "fond", "frank", "fresh",
        "gentle", "glad", "golden", "graceful", "grand", "happy", "hardy", "hazel", "honest", "humble", "indigo", "ivory", "jade",
        "jolly", "keen", "kind", "late", "lively", "loyal", "lucid", "lucky", "lunar", "maple", "mellow", "merry", "mild", "mindful",
        "misty", "modest", "mossy", "neat", "nimble", "noble", "northern", "olive", "open", "patient", "pine", "placid", "polar",
        "polite", "prime", "proud", "quick", "quiet", "rapid", "ready", "rosy", "sage", "sandy", "serene", "silent", "silver",
        "sincere", "smooth", "snowy", "solar", "spry", "steady", "still", "sunny", "swift", "tidal", "tidy", "tranquil", "true",
        "trusty", "upbeat", "vivid", "warm", "willing", "windy", "wise", "witty", "young", "zesty",
    ];

    private static readonly string[] Animals =
    [
        "albatross", "alpaca", "antelope", "avocet", "badger", "beaver", "bee", "bison", "bittern", "bluebird", "bobcat", "bunting",
        "caribou", "cat", "chamois", "cheetah", "chickadee", "cormorant", "crane", "cricket", "curlew", "deer", "dolphin", "dove",
        "dragonfly", "duck", "eagle", "egret", "eider", "elk", "ermine", "falcon", "ferret", "finch", "firefly", "flamingo", "fox",
        "gannet", "gazelle", "gecko", "goldfinch", "grouse", "gull", "hare", "hawk", "hedgehog", "heron", "hoopoe", "hornbill",
        "hummingbird", "ibex", "ibis", "jackdaw", "jay", "kestrel", "kingfisher", "kite", "koala", "koi", "lapwing", "lark", "lemur",
        "linnet", "llama", "lynx", "macaw", "magpie", "manatee", "marlin", "marten", "martin", "meerkat", "mongoose", "moth",
        "narwhal", "newt", "nightingale", "nuthatch", "ocelot", "oriole", "osprey", "otter", "owl", "panda", "partridge", "pelican",
        "penguin", "petrel", "pheasant", "pika", "plover", "pony", "puffin", "quail", "quokka", "rabbit", "raven", "robin", "salmon",
        "sandpiper", "seahorse", "seal", "sparrow", "squirrel", "starling", "stork", "swallow", "swan", "swift", "tapir", "tern",
        "thrush", "toucan", "trout", "turtle", "vole", "wagtail", "warbler", "wombat", "wren", "yak", "zebra",
    ];

    // Past some ten thousand people most pairs are taken, and a number tells the further ones apart.
    private const int TriesWithoutNumber = 8;

    /// <summary>All pairs without a number, always in the same order.</summary>
    public static IReadOnlyList<string> Pairs { get; } = [.. from adjective in Adjectives from animal in Animals select $"{adjective}-{animal}"];

    /// <summary>An id as people have one, for somebody who is not there: always the same for a number.</summary>
    public static string IdOfNobody(ulong number) => SecretText.IdOf(number, PeopleService.IdChars);

    /// <param name="isTaken">Whether somebody has it already.</param>
    public static string Next(Func<string, bool> isTaken)
    {
        ArgumentNullException.ThrowIfNull(isTaken);
        for (var tries = 0; ; tries++)
        {
            var pair = $"{Pick(Adjectives)}-{Pick(Animals)}";
            var name = tries < TriesWithoutNumber
                ? pair
                : string.Create(CultureInfo.InvariantCulture, $"{pair}-{RandomNumberGenerator.GetInt32(2, 1000)}");
            if (!isTaken(name))
            {
                return name;
            }
        }
    }

    /// <summary>Whether a name could have come from <see cref="Next"/>.</summary>
    public static bool IsOne(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var parts = name.Split('-');
        return parts.Length is 2 or 3 && Adjectives.Contains(parts[0]) && Animals.Contains(parts[1])
            && (parts.Length == 2 || (int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 2 and < 1000));
    }

    private static string Pick(string[] words) => words[RandomNumberGenerator.GetInt32(words.Length)];
}
