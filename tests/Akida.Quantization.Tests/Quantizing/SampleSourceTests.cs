using Akida.Formats;
using Akida.Graph;
using Akida.Quantization.Quantizing;

namespace Akida.Quantization.Tests.Quantizing;

/// <summary>Samples are the same however they are read.</summary>
public sealed class SampleSourceTests
{
    private static readonly TensorShape Shape = new(3, 2);

    [Theory]
    [InlineData(DataType.UInt8)]
    [InlineData(DataType.Int8)]
    [InlineData(DataType.Int16)]
    [InlineData(DataType.Float32)]
    public void Random_samples_are_the_same_in_one_piece_in_many_and_again(DataType type)
    {
        RandomSamples source = new(Shape, type, 100, seed: 5);
        float[] expected = RandomSamples.Create(Shape, type, 100, seed: 5).ToSingles();

        Assert.Equal(expected, Joined(source.Read([100])));
        Assert.Equal(expected, Joined(source.Read([1, 50, 48, 1])));
        Assert.NotEqual(expected, Joined(new RandomSamples(Shape, type, 100, seed: 6).Read([100])));
    }

    /// <summary>The numbers of .NET's generator with a seed, which do not change.</summary>
    [Fact]
    public void Random_samples_are_those_that_they_have_always_been()
    {
        Random random = new(7);
        float[] expected = [.. Enumerable.Range(0, 12).Select(_ => (float)random.Next(0, 256))];

        Assert.Equal(expected, Joined(new RandomSamples(Shape, DataType.UInt8, 2, seed: 7).Read([1, 1])));
    }

    [Fact]
    public void Integers_in_memory_become_floats_as_they_are_read()
    {
        ArraySamples source = new(new NpyArray([3, 2], new sbyte[] { -128, 1, 2, 3, 4, 127 }));

        Assert.Equal((3, new TensorShape(2)), (source.Count, source.Shape));
        Assert.Equal(
            [
                [-128, 1, 2, 3],
                [4, 127],
            ],
            source.Read([2, 1]).Select(part => part.Values)
        );
    }

    private static float[] Joined(IEnumerable<Tensor> parts) => [.. parts.SelectMany(part => part.Values)];
}
