namespace Akida.Training.Layers;

/// <summary>
/// The windows of a batch of maps in the layout of Keras, a row of a matrix for each: rows, columns and channels of the window one after
/// the other. A function of its own, because torch's gradient of unfolding takes as long as the matrix product.
/// </summary>
internal sealed class MapWindows : torch.autograd.SingleTensorFunction<MapWindows>
{
    private const string Settings = "settings";

    private sealed record Setting(long[] Shape, long Rows, long Columns, long Height, long Width, Size2D Strides);

    public override string Name => nameof(MapWindows);

    /// <param name="context">Keeps the sizes.</param>
    /// <param name="vars">The maps, height and width of the window, and the strides.</param>
    public override TorchTensor forward(torch.autograd.AutogradContext context, params object[] vars)
    {
        (TorchTensor maps, long height, long width, Size2D strides) = ((TorchTensor)vars[0], (long)vars[1], (long)vars[2], (Size2D)vars[3]);
        TorchTensor windows = maps.unfold(1, height, strides.Height).unfold(2, width, strides.Width);
        long[] shape = windows.shape;
        context.save_data(Settings, new Setting(maps.shape, shape[1], shape[2], height, width, strides));
        return windows.permute(0, 1, 2, 4, 5, 3).reshape(-1, height * width * shape[3]);
    }

    /// <summary>Each cell of the maps gets the sum over the windows that it is in.</summary>
    public override List<TorchTensor> backward(torch.autograd.AutogradContext context, TorchTensor gradient)
    {
        Setting setting = (Setting)context.get_data(Settings);
        TorchTensor windows = gradient.reshape(
            setting.Shape[0],
            setting.Rows,
            setting.Columns,
            setting.Height,
            setting.Width,
            setting.Shape[3]
        );
        TorchTensor maps = torch.zeros(setting.Shape, gradient.dtype);
        for (long row = 0; row < setting.Height; row++)
        {
            for (long column = 0; column < setting.Width; column++)
            {
                maps.slice(1, row, row + ((setting.Rows - 1) * setting.Strides.Height) + 1, setting.Strides.Height)
                    .slice(2, column, column + ((setting.Columns - 1) * setting.Strides.Width) + 1, setting.Strides.Width)
                    .add_(windows.select(3, row).select(3, column));
            }
        }

        // The other arguments have none.
        return [maps, null!, null!, null!];
    }
}
