using Akida.Graph;
using Akida.Quantization.Quantizing;

namespace Akida.Quantization.Tests;

/// <summary>Samples that tests run models with, too.</summary>
internal static class AllSamples
{
    /// <summary>All samples in one tensor.</summary>
    public static Tensor All(this Samples samples) => samples.Source.Read([samples.Source.Count]).Single();
}
