namespace Akida.Training.Layers.Managed;

/// <summary>
/// A convolution of maps by our own kernels (<see cref="ConvolutionKernels{T}"/>): they need no copies of windows, know the vectors of this
/// processor, and are right on all.
/// </summary>
internal sealed class ManagedConvolution : torch.autograd.SingleTensorFunction<ManagedConvolution>
{
    private const string Settings = "settings";

    private sealed record Setting(ConvolutionShape Shape, SimdWidth Width, bool NeedsMapGradient, bool HasBias);

    public override string Name => nameof(ManagedConvolution);

    /// <summary>Whether our kernels compute with the values that a batch has.</summary>
    public static bool Takes(TorchTensor x) => x.dtype == torch.float32 || x.dtype == torch.float64;

    /// <summary>Computes it.</summary>
    /// <param name="x">A batch in torch's layout.</param>
    /// <param name="kernel">The kernel in the layout of Keras: <c>h × w × in × out</c>.</param>
    /// <param name="strides">The strides.</param>
    /// <param name="padding">The padding.</param>
    /// <param name="bias">What is added to each filter's outputs; null for nothing.</param>
    /// <param name="width">The vectors to compute with; what is best here if null.</param>
    public static TorchTensor Apply(
        TorchTensor x,
        TorchTensor kernel,
        Size2D strides,
        Padding padding,
        TorchTensor? bias = null,
        SimdWidth? width = null
    )
    {
        object[] settings = [strides, padding, width ?? SimdWidths.Best];
        TorchTensor maps = Layout.ToKeras(x);
        return (bias is null ? apply([maps, kernel, .. settings]) : apply([maps, kernel, .. settings, bias])).permute(0, 3, 1, 2);
    }

    /// <summary>A matrix product of vectors, which are maps of one cell.</summary>
    /// <param name="x">A batch of vectors.</param>
    /// <param name="kernel">The kernel: <c>in × out</c>.</param>
    /// <param name="bias">What is added to each output; null for nothing.</param>
    public static TorchTensor Dense(TorchTensor x, TorchTensor kernel, TorchTensor? bias = null) =>
        Apply(x.unsqueeze(-1).unsqueeze(-1), kernel.unsqueeze(0).unsqueeze(0), Size2D.One, Padding.Valid, bias).flatten(1);

    /// <param name="context">Keeps what the gradients need.</param>
    /// <param name="vars">The maps in the layout of Keras, the kernel, strides, padding, the vectors' width, and perhaps the bias.</param>
    public override TorchTensor forward(torch.autograd.AutogradContext context, params object[] vars)
    {
        (TorchTensor maps, TorchTensor kernel) = ((TorchTensor)vars[0], (TorchTensor)vars[1]);
        Setting setting = new(
            ConvolutionShape.Create(maps.shape, kernel.shape, (Size2D)vars[2], (Padding)vars[3]),
            (SimdWidth)vars[4],
            maps.requires_grad,
            vars.Length > 5
        );
        TorchTensor? bias = setting.HasBias ? ((TorchTensor)vars[5]).detach().contiguous() : null;
        (maps, kernel) = (maps.detach().contiguous(), kernel.detach().contiguous());
        context.save_data(Settings, setting);
        context.save_for_backward([maps, kernel]);
        return maps.dtype == torch.float64 ? Forward<double>(setting, maps, kernel, bias) : Forward<float>(setting, maps, kernel, bias);
    }

    public override List<TorchTensor> backward(torch.autograd.AutogradContext context, TorchTensor gradient)
    {
        Setting setting = (Setting)context.get_data(Settings);
        List<TorchTensor> saved = context.get_saved_variables();
        gradient = gradient.contiguous();
        (TorchTensor? maps, TorchTensor kernel, TorchTensor? bias) =
            gradient.dtype == torch.float64
                ? Backward<double>(setting, saved[0], saved[1], gradient)
                : Backward<float>(setting, saved[0], saved[1], gradient);

        // The other arguments have none.
        List<TorchTensor> gradients = [maps!, kernel, null!, null!, null!];
        if (bias is not null)
        {
            gradients.Add(bias);
        }

        return gradients;
    }

    private static unsafe TorchTensor Forward<T>(Setting setting, TorchTensor maps, TorchTensor kernel, TorchTensor? bias)
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
                bias is null ? null : TensorMemory.Pointer<T>(bias),
                TensorMemory.Pointer<T>(outputs),
                torch.get_num_threads()
            );
        return outputs;
    }

    private static unsafe (TorchTensor? Maps, TorchTensor Kernel, TorchTensor? Bias) Backward<T>(
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
            biasGradient = setting.HasBias ? torch.empty(shape.Filters, kernel.dtype) : null;
        TorchTensor kernelGradient = torch.empty_like(kernel);
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

        kernels.KernelGradient(
            shape,
            TensorMemory.Pointer<T>(maps),
            TensorMemory.Pointer<T>(gradient),
            TensorMemory.Pointer<T>(kernelGradient),
            biasGradient is null ? null : TensorMemory.Pointer<T>(biasGradient),
            torch.get_num_threads()
        );
        return (mapGradient, kernelGradient, biasGradient);
    }
}
