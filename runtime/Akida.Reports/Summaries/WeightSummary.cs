using System.Text.Json.Serialization;

namespace Akida.Reports.Summaries;

/// <summary>A weight of a layer.</summary>
/// <param name="Name">Its name, such as <c>kernel</c>.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Bits">Bits of each element.</param>
/// <param name="Trainable">Whether training changes it by gradient.</param>
/// <param name="Zeros">How many elements of a kernel are zero (of a quantised one: its integers); null for other weights, and where the
/// file does not tell.</param>
public sealed record WeightSummary(string Name, IReadOnlyList<int> Shape, int Bits, bool Trainable, long? Zeros)
{
    /// <summary>The number of elements.</summary>
    [JsonIgnore]
    public long Elements => Shape.Aggregate(1L, (product, size) => checked(product * size));

    /// <summary>Bytes of all elements, packed.</summary>
    [JsonIgnore]
    public long Bytes => ((Elements * Bits) + 7) / 8;
}
