using Akida.Graph.Operations;
using Akida.Training.Data;

namespace Akida.Training.Networks;

/// <summary>Batches as torch tensors.</summary>
internal static class BatchTensors
{
    /// <summary>A tensor of the samples' type and shape, with the batch dimension first.</summary>
    public static TorchTensor Create(SampleArray samples)
    {
        long[] shape = [samples.Count, .. samples.Shape.Dimensions.Select(size => (long)size)];
        return samples.Values switch
        {
            byte[] values => torch.tensor(values, shape, torch.uint8),
            sbyte[] values => torch.tensor(values, shape, torch.int8),
            short[] values => torch.tensor(values, shape, torch.int16),
            int[] values => torch.tensor(values, shape, torch.int32),
            float[] values => torch.tensor(values, shape, torch.float32),
            _ => throw new ArgumentException($"samples are {samples.Values.GetType().Name}", nameof(samples)),
        };
    }

    /// <summary>The inputs of a graph.</summary>
    /// <exception cref="ArgumentException">The samples are not of the shape that the model takes.</exception>
    public static TorchTensor CreateInputs(SampleArray samples, ModelGraph graph)
    {
        TensorShape expected = ((InputLayer)graph.Input.Operation).Shape;
        return samples.Shape == expected
            ? Create(samples)
            : throw new ArgumentException($"model '{graph.Name}' takes inputs of {expected}, the data has {samples.Shape}", nameof(samples));
    }
}
