using System.Collections.Concurrent;
using Akida.Graph;
using Akida.Graph.Operations;
using Akida.Integers;
using Akida.Quantization.Quantizing;

namespace Akida.Quantization.Tests;

/// <summary>
/// From a case's float model and samples comes its quantised model: layers in order, ranges, rates, folded and equalised weights, integers.
/// </summary>
public class QuantizerTests
{
    private const float WorstDifference = 5e-4f;
    private const double DifferentIntegers = 1e-5;

    private static readonly ConcurrentDictionary<string, Lazy<Model>> Results = new();

    public static TheoryData<string> Cases => QuantizingCase.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Layers_weights_and_ranges_are_those_of_the_case(string name)
    {
        Model expected = QuantizingCase.Load(name).Expected,
            actual = Quantized(name);

        Assert.Equal(expected.Graph.Layers.Select(layer => layer.Name), actual.Graph.Layers.Select(layer => layer.Name));
        CompareWeights(expected, actual);
    }

    [Fact]
    public void At_most_one_in_100_000_weight_integers_differs_over_all_cases()
    {
        long total = 0,
            different = 0;
        foreach (string name in Cases.Select(row => row.Data))
        {
            (int all, int wrong) = CompareIntegers(
                QuantizedProgram.From(QuantizingCase.Load(name).Expected),
                QuantizedProgram.From(Quantized(name))
            );
            total += all;
            different += wrong;
        }

        Assert.True(different <= total * DifferentIntegers, $"{different} of {total} weight integers differ");
    }

    private static Model Quantized(string name) =>
        Results
            .GetOrAdd(
                name,
                static key => new Lazy<Model>(() =>
                {
                    QuantizingCase data = QuantizingCase.Load(key);
                    Samples samples = new(new ArraySamples(data.Samples), data.BatchSize);
                    return Quantizer.Quantize(data.Float, samples, data.Settings).Model;
                })
            )
            .Value;

    private static void CompareWeights(Model expected, Model actual)
    {
        GraphIndex index = new(expected.Graph);
        foreach (LayerNode layer in expected.Graph.Layers)
        {
            foreach (WeightSpec weight in index.Weights(layer))
            {
                float[] wanted = expected.Weights[layer.Name, weight.Name].Values,
                    found = actual.Weights[layer.Name, weight.Name].Values;
                Assert.Equal(wanted.Length, found.Length);

                // Relative to the value, or to a thousandth of the tensor's largest: small differences of large numbers are noise.
                float floor = 1e-3f * Math.Max(wanted.Max(Math.Abs), 1e-9f);
                int worst = Enumerable.Range(0, wanted.Length).MaxBy(i => Difference(i));
                Assert.True(
                    Difference(worst) <= WorstDifference,
                    $"{layer.Name}/{weight.Name}[{worst}] is {found[worst]}, must be {wanted[worst]}"
                );

                float Difference(int i) => Math.Abs(wanted[i] - found[i]) / Math.Max(Math.Abs(wanted[i]), floor);
            }
        }
    }

    private static (int Total, int Different) CompareIntegers(IntegerProgram expected, IntegerProgram actual)
    {
        int total = 0,
            different = 0;
        foreach (IntegerWeightedLayer wanted in expected.Layers.OfType<IntegerWeightedLayer>())
        {
            EquatableArray<sbyte> found = ((IntegerWeightedLayer)actual[wanted.Name]).Weights;
            for (int i = 0; i < wanted.Weights.Count; i++)
            {
                int difference = Math.Abs(wanted.Weights[i] - found[i]);
                Assert.True(difference <= 1, $"{wanted.Name}: weight {i} is {found[i]}, must be {wanted.Weights[i]}");
                different += difference;
            }

            total += wanted.Weights.Count;
        }

        return (total, different);
    }
}
