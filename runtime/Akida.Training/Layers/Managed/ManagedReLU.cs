using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Akida.Training.Layers.Managed;

/// <summary>A ReLU with a bound, in one pass over the values, and in one pass back.</summary>
internal sealed class ManagedReLU : torch.autograd.SingleTensorFunction<ManagedReLU>
{
    private const string Settings = "settings";

    /// <summary>Values of a part of the work: less is not worth a thread.</summary>
    private const int GrainSize = 1 << 15;

    private sealed record Setting(float Bound, bool PassesAtBound);

    public override string Name => nameof(ManagedReLU);

    /// <summary>Whether it computes with the values that a batch has.</summary>
    public static bool Takes(TorchTensor x) => x.dtype == torch.float32;

    /// <summary>Computes it on a batch in torch's layout.</summary>
    /// <param name="x">The batch.</param>
    /// <param name="bound">The largest output.</param>
    /// <param name="passesAtBound">Whether an input that is the bound passes its gradient; one that is zero passes none.</param>
    public static TorchTensor Apply(TorchTensor x, double bound, bool passesAtBound) =>
        x.dim() == 4 ? apply(Layout.ToKeras(x), (float)bound, passesAtBound).permute(0, 3, 1, 2) : apply(x, (float)bound, passesAtBound);

    /// <param name="context">Keeps the inputs.</param>
    /// <param name="vars">The values, the bound, and whether it passes a gradient.</param>
    public override unsafe TorchTensor forward(torch.autograd.AutogradContext context, params object[] vars)
    {
        TorchTensor x = ((TorchTensor)vars[0]).detach().contiguous(),
            y = torch.empty_like(x);
        Setting setting = new((float)vars[1], (bool)vars[2]);
        context.save_data(Settings, setting);
        context.save_for_backward([x]);
        float* from = TensorMemory.Pointer<float>(x),
            to = TensorMemory.Pointer<float>(y);
        Run(x.numel(), (first, end) => Forward(from, to, first, end, setting.Bound));
        return y;
    }

    public override unsafe List<TorchTensor> backward(torch.autograd.AutogradContext context, TorchTensor gradient)
    {
        Setting setting = (Setting)context.get_data(Settings);
        TorchTensor x = context.get_saved_variables()[0],
            dense = gradient.contiguous(),
            result = torch.empty_like(dense);
        float* from = TensorMemory.Pointer<float>(x),
            passed = TensorMemory.Pointer<float>(dense),
            to = TensorMemory.Pointer<float>(result);

        // The least bound that stops the gradient.
        float stop = setting.PassesAtBound ? MathF.BitIncrement(setting.Bound) : setting.Bound;
        Run(x.numel(), (first, end) => Backward(from, passed, to, first, end, stop));

        // The other arguments have none.
        return [result, null!, null!];
    }

    private static void Run(long count, Action<long, long> work)
    {
        int grains = checked((int)((count + GrainSize - 1) / GrainSize));
        Workers.Run(
            Math.Min(torch.get_num_threads(), Math.Max(1, grains / 2)),
            grains,
            (_, first, end) => work((long)first * GrainSize, Math.Min((long)end * GrainSize, count))
        );
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Forward(float* x, float* y, long first, long end, float bound)
    {
        Vector512<float> most = Vector512.Create(bound);
        long i = first;
        for (; i <= end - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            Vector512.Min(Vector512.Max(Vector512.Load(x + i), Vector512<float>.Zero), most).Store(y + i);
        }

        for (; i < end; i++)
        {
            y[i] = MathF.Min(MathF.Max(x[i], 0), bound);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Backward(float* x, float* gradient, float* result, long first, long end, float stop)
    {
        Vector512<float> bound = Vector512.Create(stop);
        long i = first;
        for (; i <= end - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            Vector512<float> value = Vector512.Load(x + i);

            // What is no number passes it, as torch has it.
            Vector512<float> stopped = Vector512.LessThanOrEqual(value, Vector512<float>.Zero) | Vector512.GreaterThanOrEqual(value, bound);
            Vector512.AndNot(Vector512.Load(gradient + i), stopped).Store(result + i);
        }

        for (; i < end; i++)
        {
            result[i] = x[i] <= 0 || x[i] >= stop ? 0 : gradient[i];
        }
    }
}
