namespace Akida.Training.Layers.Managed;

/// <summary>
/// A convolution of maps by our own kernels (<see cref="ConvolutionKernels{T}"/>): they need no copies of windows, know the vectors of this
/// processor, and are right on all.
/// </summary>
internal sealed class ManagedConvolution : torch.autograd.SingleTensorFunction<ManagedConvolution>
{
    private const string Settings = "settings";

    private sealed record Setting(ConvolutionShape Shape, SimdWidth Width, bool NeedsMapGradient, bool NeedsKernelGradient);

    public override string Name => nameof(ManagedConvolution);

    /// <summary>Whether our kernels can compute it.</summary>
    /// <param name="x">A batch.</param>
    /// <param name="dilation">How far the cells of a window are apart.</param>
    /// <param name="groups">Groups of channels.</param>
    public static bool Takes(TorchTensor x, Size2D dilation, int groups) =>
        groups == 1 && dilation == Size2D.One && (x.dtype == torch.float32 || x.dtype == torch.float64);

    /// <summary>Computes it.</summary>
    /// <param name="x">A batch in torch's layout.</param>
    /// <param name="kernel">The kernel in the layout of Keras: <c>h × w × in × out</c>.</param>
    /// <param name="strides">The strides.</param>
    /// <param name="padding">The padding.</param>
    /// <param name="width">The vectors to compute with; what is best here if null.</param>
    public static TorchTensor Apply(TorchTensor x, TorchTensor kernel, Size2D strides, Padding padding, SimdWidth? width = null) =>
        apply(Layout.ToKeras(x), kernel, strides, padding, width ?? SimdWidths.Best).permute(0, 3, 1, 2);

    /// <param name="context">Keeps what the gradients need.</param>
    /// <param name="vars">The maps in the layout of Keras, the kernel, the strides, the padding and the vectors' width.</param>
    public override TorchTensor forward(torch.autograd.AutogradContext context, params object[] vars)
    {
        (TorchTensor maps, TorchTensor kernel) = ((TorchTensor)vars[0], (TorchTensor)vars[1]);
        Setting setting = new(
            ConvolutionShape.Create(maps.shape, kernel.shape, (Size2D)vars[2], (Padding)vars[3]),
            (SimdWidth)vars[4],
            maps.requires_grad,
            kernel.requires_grad
        );
        (maps, kernel) = (maps.detach().contiguous(), kernel.detach().contiguous());
        context.save_data(Settings, setting);
        context.save_for_backward([maps, kernel]);
        return maps.dtype == torch.float64 ? Forward<double>(setting, maps, kernel) : Forward<float>(setting, maps, kernel);
    }

    public override List<TorchTensor> backward(torch.autograd.AutogradContext context, TorchTensor gradient)
    {
        Setting setting = (Setting)context.get_data(Settings);
        List<TorchTensor> saved = context.get_saved_variables();
        gradient = gradient.contiguous();
        (TorchTensor? maps, TorchTensor? kernel) =
            gradient.dtype == torch.float64
                ? Backward<double>(setting, saved[0], saved[1], gradient)
                : Backward<float>(setting, saved[0], saved[1], gradient);

        // The other arguments have none.
        return [maps!, kernel!, null!, null!, null!];
    }

    private static unsafe TorchTensor Forward<T>(Setting setting, TorchTensor maps, TorchTensor kernel)
        where T : unmanaged
    {
        ConvolutionShape shape = setting.Shape;
        TorchTensor outputs = torch.empty([shape.Batch, shape.Rows, shape.Columns, shape.Filters], maps.dtype);
        ConvolutionKernels<T>
            .Of(setting.Width)
            .Forward(
                shape.Divided(),
                TensorMemory.Pointer<T>(maps),
                TensorMemory.Pointer<T>(kernel),
                TensorMemory.Pointer<T>(outputs),
                torch.get_num_threads()
            );
        return outputs;
    }

    private static unsafe (TorchTensor? Maps, TorchTensor? Kernel) Backward<T>(
        Setting setting,
        TorchTensor maps,
        TorchTensor kernel,
        TorchTensor gradient
    )
        where T : unmanaged
    {
        ConvolutionShape shape = setting.Shape.Divided();
        ConvolutionKernels<T> kernels = ConvolutionKernels<T>.Of(setting.Width);
        TorchTensor? mapGradient = setting.NeedsMapGradient ? torch.empty_like(maps) : null,
            kernelGradient = setting.NeedsKernelGradient ? torch.empty_like(kernel) : null;
        if (mapGradient is not null)
        {
            kernels.MapGradient(
                shape,
                TensorMemory.Pointer<T>(gradient),
                TensorMemory.Pointer<T>(kernel),
                TensorMemory.Pointer<T>(mapGradient),
                torch.get_num_threads()
            );
        }

        if (kernelGradient is not null)
        {
            kernels.KernelGradient(
                shape,
                TensorMemory.Pointer<T>(maps),
                TensorMemory.Pointer<T>(gradient),
                TensorMemory.Pointer<T>(kernelGradient),
                torch.get_num_threads()
            );
        }

        return (mapGradient, kernelGradient);
    }
}
