namespace Akida.Graph.Rules;

/// <summary>How an activation of Akida 1.0 counts, before the chip's limits are applied.</summary>
/// <param name="Layer">The layer with the weights.</param>
/// <param name="IsInputConvolution">Whether it is an input convolution, which has wider registers.</param>
/// <param name="LargestThreshold">The largest threshold of its channels.</param>
public sealed record ActivationSteps(string Layer, bool IsInputConvolution, long LargestThreshold);
