namespace Akida.Training.Layers.Quantized;

/// <summary>Steps that have no useful gradient of their own.</summary>
internal static class StraightThrough
{
    /// <summary>
    /// <paramref name="value"/> to the last bit, with the gradient <paramref name="derivative"/> with respect to <paramref name="input"/>:
    /// what is added is exactly zero, whatever it is multiplied with.
    /// </summary>
    public static TorchTensor Apply(TorchTensor input, TorchTensor value, TorchTensor derivative) =>
        input.requires_grad ? value + ((input - input.detach()) * derivative).to(value.dtype) : value;
}
