using Akida.Integers;

namespace Akida.Simulator.Planning;

/// <summary>Which halo, with which content, the consumers of each tensor need.</summary>
internal sealed class HaloPlan
{
    private readonly Dictionary<string, Halo> halos = [];
    private readonly Dictionary<string, AlignedValues> fills = [];
    private readonly HashSet<string> plain = [];

    /// <summary>Looks at all layers of a program.</summary>
    public HaloPlan(IntegerProgram program)
    {
        Dictionary<string, string> owners = [];
        foreach (IntegerLayer layer in program.Layers)
        {
            owners[layer.Name] = layer is IntegerIdentity ? owners[layer.Inputs[0]] : layer.Name;
            if (layer is IntegerConvolution convolution)
            {
                string owner = owners[layer.Inputs[0]];
                halos[owner] = Halo.Max(Of(owner), Needed(convolution));
                if (convolution is IntegerConv2D { PaddingValue: { } fill })
                {
                    FillIsShared |= !fills.TryAdd(owner, fill);
                }
                else
                {
                    plain.Add(owner);
                }
            }
        }

        FillIsShared |= fills.Keys.Any(plain.Contains);
    }

    /// <summary>Whether convolutions with different padding values take the same tensor, so that it cannot have the halo of all.</summary>
    public bool FillIsShared { get; }

    /// <summary>The halo of a layer's output.</summary>
    public Halo Of(string layer) => halos.GetValueOrDefault(layer);

    /// <summary>What the halo of a layer's output holds; null for 0.</summary>
    public AlignedValues? FillOf(string layer) => fills.GetValueOrDefault(layer);

    /// <summary>How far a convolution reads beyond its input.</summary>
    public static Halo Needed(IntegerConvolution layer)
    {
        (int top, int bottom) = NeededAlong(layer, 0, layer.KernelSize.Height, layer.Strides.Height);
        (int left, int right) = NeededAlong(layer, 1, layer.KernelSize.Width, layer.Strides.Width);
        return new Halo(top, bottom, left, right);
    }

    private static (int Before, int After) NeededAlong(IntegerConvolution layer, int axis, int kernel, int stride)
    {
        int length = layer.InputShape[axis];
        if (layer is IntegerConv2DTranspose or IntegerDepthwiseConv2DTranspose)
        {
            int before = 0,
                after = 0;
            for (int phase = 0; phase < stride; phase++)
            {
                TransposedPhase axisPhase = TransposedPhase.Create(layer, axis, phase);
                before = Math.Max(before, -axisPhase.FirstCell(0));
                after = Math.Max(after, axisPhase.FirstCell(axisPhase.Outputs - 1) + axisPhase.Taps - length);
            }

            return (before, after);
        }

        return layer.Padding == Padding.Same ? Windows.SamePadding(length, kernel, stride) : (0, 0);
    }
}
