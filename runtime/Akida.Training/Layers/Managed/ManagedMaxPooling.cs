using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Akida.Training.Layers.Managed;

/// <summary>The largest value of windows that lie side by side: one pass over the maps, and one back.</summary>
internal sealed class ManagedMaxPooling : torch.autograd.SingleTensorFunction<ManagedMaxPooling>
{
    private const string Settings = "settings";

    private sealed record Setting(int Batch, int Rows, int Columns, int Channels, Size2D Pool)
    {
        /// <summary>Where the cells of a window lie behind its first one.</summary>
        public nint[] Cells { get; } =
            Offsets.Grid(Offsets.Line(0, Pool.Height, (nint)Columns * Pool.Width * Channels), Offsets.Line(0, Pool.Width, Channels));
    }

    public override string Name => nameof(ManagedMaxPooling);

    /// <summary>Whether it can pool a batch in torch's layout, whose windows must fill the maps.</summary>
    public static bool Takes(TorchTensor x, Size2D pool, Size2D strides) =>
        x.dtype == torch.float32 && pool == strides && x.shape[2] % pool.Height == 0 && x.shape[3] % pool.Width == 0;

    /// <summary>Computes it on a batch in torch's layout.</summary>
    public static TorchTensor Apply(TorchTensor x, Size2D pool) => apply(Layout.ToKeras(x), pool).permute(0, 3, 1, 2);

    /// <param name="context">Keeps which cell of each window is the largest.</param>
    /// <param name="vars">The maps in the layout of Keras and the window.</param>
    public override unsafe TorchTensor forward(torch.autograd.AutogradContext context, params object[] vars)
    {
        TorchTensor maps = ((TorchTensor)vars[0]).detach().contiguous();
        Size2D pool = (Size2D)vars[1];
        Setting setting = new(
            checked((int)maps.shape[0]),
            (int)maps.shape[1] / pool.Height,
            (int)maps.shape[2] / pool.Width,
            (int)maps.shape[3],
            pool
        );
        long[] shape = [setting.Batch, setting.Rows, setting.Columns, setting.Channels];
        TorchTensor largest = torch.empty(shape, torch.float32),
            cells = torch.empty(shape, torch.int32);
        context.save_data(Settings, setting);
        context.save_for_backward([cells]);
        float* from = TensorMemory.Pointer<float>(maps),
            to = TensorMemory.Pointer<float>(largest);
        int* at = TensorMemory.Pointer<int>(cells);
        Workers.Run(
            torch.get_num_threads(),
            checked(setting.Batch * setting.Rows),
            (_, first, end) =>
            {
                for (int row = first; row < end; row++)
                {
                    nint target = (nint)row * setting.Columns * setting.Channels;
                    ForwardRow(setting, from + (target * pool.Height * pool.Width), to + target, at + target);
                }
            }
        );
        return largest;
    }

    public override unsafe List<TorchTensor> backward(torch.autograd.AutogradContext context, TorchTensor gradient)
    {
        Setting setting = (Setting)context.get_data(Settings);
        TorchTensor cells = context.get_saved_variables()[0],
            dense = gradient.contiguous(),
            result = torch.empty(
                [setting.Batch, (long)setting.Rows * setting.Pool.Height, (long)setting.Columns * setting.Pool.Width, setting.Channels],
                torch.float32
            );
        float* from = TensorMemory.Pointer<float>(dense),
            to = TensorMemory.Pointer<float>(result);
        int* at = TensorMemory.Pointer<int>(cells);
        Workers.Run(
            torch.get_num_threads(),
            checked(setting.Batch * setting.Rows),
            (_, first, end) =>
            {
                for (int row = first; row < end; row++)
                {
                    nint source = (nint)row * setting.Columns * setting.Channels;
                    BackwardRow(setting, from + source, at + source, to + (source * setting.Pool.Height * setting.Pool.Width));
                }
            }
        );

        // The other argument has none.
        return [result, null!];
    }

    /// <summary>A row of windows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void ForwardRow(Setting setting, float* maps, float* largest, int* cells)
    {
        int channels = setting.Channels;
        nint[] windowCells = setting.Cells;
        for (int column = 0; column < setting.Columns; column++)
        {
            int channel = 0;
            for (; channel <= channels - Vector512<float>.Count; channel += Vector512<float>.Count)
            {
                Vector512<float> most = Vector512.Load(maps + channel);
                Vector512<int> at = Vector512<int>.Zero;
                for (int cell = 1; cell < windowCells.Length; cell++)
                {
                    Vector512<float> value = Vector512.Load(maps + windowCells[cell] + channel);

                    // What is no number counts as larger, so that it is seen.
                    Vector512<float> isLarger = Vector512.GreaterThan(value, most) | ~Vector512.Equals(value, value);
                    most = Vector512.ConditionalSelect(isLarger, value, most);
                    at = Vector512.ConditionalSelect(isLarger.AsInt32(), Vector512.Create(cell), at);
                }

                most.Store(largest + channel);
                at.Store(cells + channel);
            }

            for (; channel < channels; channel++)
            {
                (largest[channel], cells[channel]) = (maps[channel], 0);
                for (int cell = 1; cell < windowCells.Length; cell++)
                {
                    float value = maps[windowCells[cell] + channel];
                    if (value > largest[channel] || float.IsNaN(value))
                    {
                        (largest[channel], cells[channel]) = (value, cell);
                    }
                }
            }

            maps += setting.Pool.Width * channels;
            largest += channels;
            cells += channels;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void BackwardRow(Setting setting, float* gradient, int* cells, float* maps)
    {
        int channels = setting.Channels;
        nint[] windowCells = setting.Cells;
        for (int column = 0; column < setting.Columns; column++)
        {
            for (int cell = 0; cell < windowCells.Length; cell++)
            {
                float* target = maps + windowCells[cell];
                int channel = 0;
                for (; channel <= channels - Vector512<float>.Count; channel += Vector512<float>.Count)
                {
                    Vector512<int> isLargest = Vector512.Equals(Vector512.Load(cells + channel), Vector512.Create(cell));
                    (Vector512.Load(gradient + channel) & isLargest.AsSingle()).Store(target + channel);
                }

                for (; channel < channels; channel++)
                {
                    target[channel] = cells[channel] == cell ? gradient[channel] : 0;
                }
            }

            maps += setting.Pool.Width * channels;
            gradient += channels;
            cells += channels;
        }
    }
}
