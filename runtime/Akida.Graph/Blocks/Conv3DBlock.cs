using Akida.Graph.Building;
using Akida.Graph.Operations;

namespace Akida.Graph.Blocks;

/// <summary>Conv3D → BatchNormalization → ReLU → ActivityRegularization.</summary>
public sealed record Conv3DBlock : ActivatedBlock
{
    /// <summary>Output channels.</summary>
    public required int Filters { get; init; }

    /// <summary>Kernel size.</summary>
    public required Size3D KernelSize { get; init; }

    /// <summary>Strides.</summary>
    public Size3D Strides { get; init; } = Size3D.One;

    /// <summary>Padding; a causal convolution over several frames has none but the zeros before the first frame.</summary>
    public Padding Padding { get; init; }

    /// <summary>Whether each frame sees only itself and those before.</summary>
    public bool Causal { get; init; }

    /// <summary>Groups of channels.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>The penalty on the magnitudes of the output in training; 0 for none. It needs an activation.</summary>
    public double RegFactor { get; init; }

    /// <summary>Whether that penalty is divided by the number of the output's elements.</summary>
    public bool NormalizeReg { get; init; }

    /// <summary>The polynomials of a Pleiades layer's kernels; null for a plain convolution.</summary>
    public JacobiPolynomials? Polynomials { get; init; }

    /// <inheritdoc/>
    public override string AddTo(GraphBuilder graph, string? name, string input)
    {
        bool padded = Causal && KernelSize.Time > 1;
        string last = padded ? graph.Add(null, new ZeroPadding3D { Time = (KernelSize.Time - 1, 0) }, input) : input;
        string main = graph.Add(name, Convolution(padded ? Padding.Valid : Padding), last);
        last = AddRelu(graph, main, AddBatchNorm(graph, main, main));
        if (RegFactor == 0 || ReluActivation.Parse(Relu) is null)
        {
            return last;
        }

        double factor = NormalizeReg ? RegFactor / graph.Shape(last).Elements : RegFactor;
        return graph.Add(null, new ActivityRegularization { L1 = factor }, last);
    }

    private Operation Convolution(Padding padding)
    {
        Conv3D convolution = new()
        {
            Filters = Filters,
            KernelSize = KernelSize,
            Strides = Strides,
            Padding = padding,
            Groups = Groups,
            UseBias = UseBias,
            KernelInitializer = Kernel,
            KernelRegularizer = Penalty,
        };
        return Polynomials is { } polynomials ? new PleiadesConv3D { Convolution = convolution, Polynomials = polynomials } : convolution;
    }
}
