namespace Akida.Training.Tests;

/// <summary>The forward pass of float models against what TensorFlow gave.</summary>
public class FloatNetworkTests
{
    public static TheoryData<string> Cases => TrainingCase.NamesWith("float_output");

    [Theory]
    [MemberData(nameof(Cases))]
    public void ForwardGivesTheFloatOutputOfTheCase(string name)
    {
        TrainingCase recorded = new(name);
        float[] expected = recorded.Recorded["float_output"].ToSingles();

        float[] actual = TrainingCase.Forward(recorded.Float, recorded.Input);

        Assert.Equal(expected.Length, actual.Length);
        double scale = Math.Max(1, expected.Max(Math.Abs));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First / scale, pair.Second / scale, 1e-4));
    }
}
