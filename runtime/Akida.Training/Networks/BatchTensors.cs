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
        Type type = samples.Values.GetType();
        return type == typeof(byte[]) ? torch.tensor((byte[])samples.Values, shape, torch.uint8)
            : type == typeof(sbyte[]) ? torch.tensor((sbyte[])samples.Values, shape, torch.int8)
            : type == typeof(short[]) ? torch.tensor((short[])samples.Values, shape, torch.int16)
            : type == typeof(int[]) ? torch.tensor((int[])samples.Values, shape, torch.int32)
            : torch.tensor((float[])samples.Values, shape, torch.float32);
    }

    /// <summary>The inputs of a graph.</summary>
    /// <exception cref="GraphException">The samples are not of the shape that the model takes.</exception>
    public static TorchTensor CreateInputs(SampleArray samples, ModelGraph graph)
    {
        TensorShape expected = ((InputLayer)graph.Input.Operation).Shape;
        return samples.Shape == expected
            ? Create(samples)
            : throw new GraphException($"model '{graph.Name}' takes inputs of {expected}, the data has {samples.Shape}");
    }
}
