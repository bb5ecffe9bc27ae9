using Akida.Training.Libtorch;

namespace Akida.Training.Layers;

/// <summary>A convolution of maps as one matrix product, for where that is faster than what oneDNN may do on this processor.</summary>
internal static class MatrixConvolution
{
    /// <summary>
    /// The windows of a batch take as many times its memory as a window has cells; larger blocks are not kept for the next step
    /// (<see cref="NativeMemory"/>).
    /// </summary>
    private const long LargestWindows = NativeMemory.LargestKeptBlock / sizeof(float);

    /// <summary>Whether to compute it so: where oneDNN is held to its slow kernels, which the matrix product of MKL is not.</summary>
    /// <param name="x">A batch in torch's layout.</param>
    /// <param name="kernel">The kernel in the layout of Keras.</param>
    /// <param name="strides">The strides.</param>
    /// <param name="dilation">How far the cells of a window are apart.</param>
    /// <param name="groups">Groups of channels.</param>
    public static bool Pays(TorchTensor x, TorchTensor kernel, Size2D strides, Size2D dilation, int groups) =>
        LibtorchLoader.Kernels != TorchKernels.AsIs
        && groups == 1
        && dilation == Size2D.One
        && (
            IsPointwise(kernel) || x.numel() / ((long)strides.Height * strides.Width) * kernel.shape[0] * kernel.shape[1] <= LargestWindows
        );

    /// <summary>Computes it.</summary>
    /// <param name="x">A batch in torch's layout.</param>
    /// <param name="kernel">The kernel in the layout of Keras: <c>h × w × in × out</c>.</param>
    /// <param name="strides">The strides.</param>
    /// <param name="padding">The padding.</param>
    public static TorchTensor Apply(TorchTensor x, TorchTensor kernel, Size2D strides, Padding padding)
    {
        long height = kernel.shape[0],
            width = kernel.shape[1],
            inputs = kernel.shape[2],
            outputs = kernel.shape[3];
        if (padding == Padding.Same)
        {
            (int top, int bottom, int left, int right) = Poolings.SamePadding(x, (int)height, (int)width, strides);
            if ((top, bottom, left, right) != default)
            {
                x = Functional.pad(x, [left, right, top, bottom]);
            }
        }

        TorchTensor map = Layout.ToKeras(x);
        long rows = ((map.shape[1] - height) / strides.Height) + 1,
            columns = ((map.shape[2] - width) / strides.Width) + 1;
        TorchTensor windows = IsPointwise(kernel)
            ? map.slice(1, 0, map.shape[1], strides.Height).slice(2, 0, map.shape[2], strides.Width).reshape(-1, inputs)
            : MapWindows.apply(map, height, width, strides);
        return windows.matmul(kernel.reshape(-1, outputs)).reshape(x.shape[0], rows, columns, outputs).permute(0, 3, 1, 2);
    }

    private static bool IsPointwise(TorchTensor kernel) => kernel.shape[0] == 1 && kernel.shape[1] == 1;
}
