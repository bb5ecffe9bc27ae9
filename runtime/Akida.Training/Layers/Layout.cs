namespace Akida.Training.Layers;

/// <summary>
/// Between the layout of Keras, channels last, and that of torch, channels after the batch. Activations have torch's order of dimensions
/// from the input on; those of maps lie in memory as Keras has them, which pooling and normalisation are fastest on. Weights are held as
/// Keras has them and turned where they are used, so that they go back to a model as they are.
/// </summary>
internal static class Layout
{
    /// <summary>A batch in torch's layout.</summary>
    public static TorchTensor ToTorch(TorchTensor batch) =>
        batch.dim() switch
        {
            <= 2 => batch,
            4 => batch.contiguous().permute(0, 3, 1, 2),
            _ => batch.movedim([-1], [1]).contiguous(),
        };

    /// <summary>A batch in the layout of Keras.</summary>
    public static TorchTensor ToKeras(TorchTensor batch) => batch.dim() <= 2 ? batch : batch.movedim([1], [-1]);

    /// <summary>One value per channel, to be combined with a batch of <paramref name="dimensions"/> dimensions in torch's layout.</summary>
    public static TorchTensor PerChannel(TorchTensor values, long dimensions)
    {
        if (values.numel() == 1)
        {
            return values.reshape(1);
        }

        long[] shape = new long[dimensions];
        Array.Fill(shape, 1);
        shape[1] = values.numel();
        return values.reshape(shape);
    }

    /// <summary>A kernel <c>spatial × in × out</c> as <c>out × in × spatial</c>.</summary>
    public static TorchTensor Kernel(TorchTensor kernel) =>
        kernel.dim() switch
        {
            4 => kernel.permute(3, 2, 0, 1).contiguous(),
            5 => kernel.permute(4, 3, 0, 1, 2).contiguous(),
            _ => throw new ArgumentException($"a kernel has 4 or 5 dimensions, found {kernel.dim()}", nameof(kernel)),
        };

    /// <summary>A depthwise kernel <c>h × w × C × multiplier</c> as <c>C·multiplier × 1 × h × w</c>.</summary>
    public static TorchTensor DepthwiseKernel(TorchTensor kernel) =>
        kernel.permute(2, 3, 0, 1).reshape(kernel.shape[2] * kernel.shape[3], 1, kernel.shape[0], kernel.shape[1]);

    /// <summary>Moves an axis counted with the batch dimension, or from the end, as Keras has it.</summary>
    public static long Axis(int axis, long dimensions)
    {
        long keras = axis < 0 ? axis + dimensions : axis;
        return dimensions <= 2 || keras == 0 ? keras
            : keras == dimensions - 1 ? 1
            : keras + 1;
    }
}
