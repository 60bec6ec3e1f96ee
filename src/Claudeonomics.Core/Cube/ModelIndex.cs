using Claudeonomics.Core.Ranking;
using Claudeonomics.Core.Usage;

namespace Claudeonomics.Core.Cube;

/// <summary>Numbers the canonical models among the dimensions.</summary>
internal sealed class ModelIndex
{
    private ModelIndex(DimensionTable dimensions)
    {
        var numbers = new Dictionary<BoardModel, int>();
        var models = new List<BoardModel>();
        OfDimension = new int[dimensions.Count];
        for (var i = 0; i < OfDimension.Length; i++)
        {
            var model = new BoardModel(dimensions[i].Provider, dimensions[i].Model);
            if (!numbers.TryGetValue(model, out var number))
            {
                numbers.Add(model, number = models.Count);
                models.Add(model);
            }

            OfDimension[i] = number;
        }

        Models = models;
    }

    public IReadOnlyList<BoardModel> Models { get; }

    /// <summary>Model number by dimension number.</summary>
    public int[] OfDimension { get; }

    public static ModelIndex Of(DimensionTable dimensions) => new(dimensions);

    /// <summary>A gateway or vendor counted, or two sources agree.</summary>
    public static bool IsMetered(UsageDimension dimension) => dimension.Trust.Evidence is not Evidence.SelfReported;
}
