using Akida.Simulator.Execution;

namespace Akida.Quantization.Tests;

/// <summary>The reference executor gives the recorded integers, all of them.</summary>
public class InferenceReferenceTests
{
    public static TheoryData<string> Cases => InferenceCase.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryLayerOfEveryCaseEqualsTheRecord(string name)
    {
        InferenceCase recorded = InferenceCase.Load(name);
        ReferenceExecutor executor = new(recorded.Program);

        long compared = recorded.Check(sample => sample.GetType() switch
        {
            var type when type == typeof(byte[]) => executor.Run<byte>((byte[])sample),
            var type when type == typeof(sbyte[]) => executor.Run<sbyte>((sbyte[])sample),
            var type when type == typeof(float[]) => executor.Run<float>((float[])sample),
            var type => throw new InvalidOperationException($"input of {type}"),
        });

        Assert.True(compared > 0);
    }
}
