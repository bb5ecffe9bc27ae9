using Akida.Graph;
using Akida.Graph.Operations;

namespace Akida.Quantization.Tests.FloatInference;

/// <summary>Operations on clips (<c>T×H×W×C</c>) written out as their definition, in double precision.</summary>
internal static class DirectClips
{
    /// <summary>A convolution. Kernel <c>t×h×w×C/groups×F</c>.</summary>
    public static Tensor Convolve(Tensor input, Conv3D conv, Tensor kernel, Tensor? bias)
    {
        TensorShape size = input.Shape,
            output = conv.InferShape([size]);
        int perGroup = kernel.Shape[3],
            filtersPerGroup = conv.Filters / conv.Groups;
        (int Time, int Row, int Column) pad = Pads(size, conv.KernelSize, conv.Strides, conv.Padding);
        float[] values = new float[output.Elements];
        int next = 0;
        foreach ((int t, int y, int x) in Positions(output))
        {
            for (int filter = 0; filter < conv.Filters; filter++)
            {
                double sum = bias?.Values[filter] ?? 0;
                foreach ((int i, int j, int k) in Positions(kernel.Shape))
                {
                    (int sourceTime, int sourceRow, int sourceColumn) = (
                        (t * conv.Strides.Time) + i - pad.Time,
                        (y * conv.Strides.Height) + j - pad.Row,
                        (x * conv.Strides.Width) + k - pad.Column
                    );
                    if (!IsInside(size, sourceTime, sourceRow, sourceColumn))
                    {
                        continue;
                    }

                    for (int c = 0; c < perGroup; c++)
                    {
                        int channel = (filter / filtersPerGroup * perGroup) + c;
                        sum +=
                            (double)input.Values[Index(size, sourceTime, sourceRow, sourceColumn, channel)]
                            * kernel.Values[(Index(kernel.Shape, i, j, k, c) * conv.Filters) + filter];
                    }
                }

                values[next++] = (float)sum;
            }
        }

        return new Tensor(output, values);
    }

    /// <summary>The mean of each window; padding does not count.</summary>
    public static Tensor Average(Tensor input, AveragePooling3D pooling)
    {
        TensorShape size = input.Shape,
            output = pooling.InferShape([size]);
        Size3D strides = pooling.Strides ?? pooling.PoolSize,
            window = pooling.PoolSize;
        (int Time, int Row, int Column) pad = Pads(size, window, strides, pooling.Padding);
        float[] values = new float[output.Elements];
        int next = 0;
        foreach ((int t, int y, int x) in Positions(output))
        {
            for (int channel = 0; channel < size.Channels; channel++)
            {
                double sum = 0;
                int count = 0;
                foreach ((int i, int j, int k) in Positions(new TensorShape(window.Time, window.Height, window.Width, 1)))
                {
                    (int sourceTime, int sourceRow, int sourceColumn) = (
                        (t * strides.Time) + i - pad.Time,
                        (y * strides.Height) + j - pad.Row,
                        (x * strides.Width) + k - pad.Column
                    );
                    if (IsInside(size, sourceTime, sourceRow, sourceColumn))
                    {
                        sum += input.Values[Index(size, sourceTime, sourceRow, sourceColumn, channel)];
                        count++;
                    }
                }

                values[next++] = (float)(sum / count);
            }
        }

        return new Tensor(output, values);
    }

    /// <summary>Zeros around a clip.</summary>
    public static Tensor Pad(Tensor input, ZeroPadding3D padding)
    {
        TensorShape size = input.Shape,
            output = padding.InferShape([size]);
        float[] values = new float[output.Elements];
        foreach ((int t, int y, int x) in Positions(size))
        {
            for (int channel = 0; channel < size.Channels; channel++)
            {
                values[Index(output, t + padding.Time.Before, y + padding.Rows.Before, x + padding.Columns.Before, channel)] = input.Values[
                    Index(size, t, y, x, channel)
                ];
            }
        }

        return new Tensor(output, values);
    }

    private static (int Time, int Row, int Column) Pads(TensorShape input, Size3D window, Size3D strides, Padding padding) =>
        padding == Padding.Valid
            ? (0, 0, 0)
            : (
                Before(input[0], window.Time, strides.Time),
                Before(input[1], window.Height, strides.Height),
                Before(input[2], window.Width, strides.Width)
            );

    // TensorFlow pads more at the end where the padding is odd.
    private static int Before(int input, int window, int stride) =>
        Math.Max(((((input + stride - 1) / stride) - 1) * stride) + window - input, 0) / 2;

    private static bool IsInside(TensorShape size, int t, int y, int x) =>
        t >= 0 && t < size[0] && y >= 0 && y < size[1] && x >= 0 && x < size[2];

    private static int Index(TensorShape size, int t, int y, int x, int channel) =>
        (((((t * size[1]) + y) * size[2]) + x) * size[3]) + channel;

    private static IEnumerable<(int Time, int Row, int Column)> Positions(TensorShape size) =>
        from t in Enumerable.Range(0, size[0])
        from y in Enumerable.Range(0, size[1])
        from x in Enumerable.Range(0, size[2])
        select (t, y, x);
}
