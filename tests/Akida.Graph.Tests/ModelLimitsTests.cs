using Akida.Graph.Operations;

namespace Akida.Graph.Tests;

/// <summary>The limits that the environment sets, which are those of the whole process.</summary>
[CollectionDefinition(nameof(ModelLimitsTests), DisableParallelization = true)]
[Collection(nameof(ModelLimitsTests))]
public sealed class ModelLimitsTests
{
    [Fact]
    public void The_environment_raises_the_limit()
    {
        ModelGraph Large() => ModelGraph.Create("m", [new("in", new InputLayer { Shape = new(20000, 20000, 1) }, [])]);
        Assert.Throws<GraphException>(() => new GraphIndex(Large()));

        InEnvironment("400000000", () => Assert.Equal(new TensorShape(20000, 20000, 1), new GraphIndex(Large()).Shape("in")));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("2147483648")]
    [InlineData("many")]
    public void Other_values_are_refused(string text) =>
        InEnvironment(
            text,
            () =>
                Assert.Equal(
                    $"AKIDA_MAX_ELEMENTS is '{text}', must be 1 to 2147483647",
                    Assert.Throws<GraphException>(() => ModelLimits.Current).Message
                )
        );

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, null)]
    [InlineData(0, "padding value has 0 values, must have one, or one for each of the 2 channels")]
    [InlineData(3, "padding value has 3 values, must have one, or one for each of the 2 channels")]
    public void Padding_values_fit_the_channels(int count, string? message)
    {
        Conv2D conv = new()
        {
            Filters = 4,
            KernelSize = 3,
            PaddingValue = new EquatableArray<float>(new float[count]),
        };

        Assert.Equal(message, Record.Exception(() => conv.InferShape([new TensorShape(8, 8, 2)]))?.Message);
    }

    private static void InEnvironment(string text, Action act)
    {
        Environment.SetEnvironmentVariable(ModelLimits.Variable, text);
        try
        {
            act();
        }
        finally
        {
            Environment.SetEnvironmentVariable(ModelLimits.Variable, null);
        }
    }
}
