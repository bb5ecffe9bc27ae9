using Akida.Integers.Reference;
using Akida.Simulator.Execution;

namespace Akida.Quantization.Tests;

/// <summary>The reference executor gives the recorded integers, all of them.</summary>
public class InferenceReferenceTests
{
    public static TheoryData<string> Cases => InferenceCase.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_layer_of_every_case_equals_the_record(string name)
    {
        InferenceCase recorded = InferenceCase.Load(name);
        ReferenceExecutor executor = new(recorded.Program);

        long compared = recorded.Check(executor);

        Assert.True(compared > 0);
    }
}
