using Akida.Graph.Building;
using Akida.Graph.Operations;

namespace Akida.Graph.Blocks;

/// <summary>
/// A causal convolution in time and a 3×3 convolution in space with stride 2, in either order; each full, or depthwise and pointwise,
/// each with batch normalisation and an unbounded ReLU. The first makes <see cref="MedChannels"/>, the second <see cref="OutChannels"/>.
/// </summary>
public sealed record SpatiotemporalBlock : LayerBlock
{
    /// <summary>Channels of the input.</summary>
    public required int InChannels { get; init; }

    /// <summary>Channels between the two parts.</summary>
    public required int MedChannels { get; init; }

    /// <summary>Channels of the output.</summary>
    public required int OutChannels { get; init; }

    /// <summary>Frames that the convolution in time sees.</summary>
    public required int TimeKernelSize { get; init; }

    /// <summary>What the names of the layers end with; the block's name if null.</summary>
    public string? Index { get; init; }

    /// <summary>Whether the part in time is depthwise and pointwise.</summary>
    public bool TimeDepthwise { get; init; }

    /// <summary>Whether the part in space is depthwise and pointwise.</summary>
    public bool SpaceDepthwise { get; init; }

    /// <summary>Whether the part in time comes first.</summary>
    public bool TemporalFirst { get; init; } = true;

    /// <summary>The penalty on the magnitudes of the outputs in training; 0 for none.</summary>
    public double RegFactor { get; init; }

    /// <summary>Whether that penalty is divided by the number of the output's elements.</summary>
    public bool NormalizeReg { get; init; }

    /// <summary>Whether the first convolution in time is a Pleiades layer.</summary>
    public bool UsePleiades { get; init; }

    /// <summary>The highest degree of a Pleiades layer's polynomials.</summary>
    public int Degrees { get; init; }

    /// <summary>The first parameter of the Jacobi polynomials.</summary>
    public double Alpha { get; init; }

    /// <summary>The second parameter of the Jacobi polynomials.</summary>
    public double Beta { get; init; }

    /// <inheritdoc/>
    public override string AddTo(GraphBuilder graph, string? name, string input)
    {
        string suffix = Index ?? name ?? throw new GraphException("a spatiotemporal block needs an index or a name", setting: "index");
        RequirePolynomials();
        RequireInChannels(graph.Shape(input));

        return TemporalFirst
            ? AddSpatial(graph, suffix, MedChannels, OutChannels, AddTemporal(graph, suffix, InChannels, MedChannels, input))
            : AddTemporal(graph, suffix, MedChannels, OutChannels, AddSpatial(graph, suffix, InChannels, MedChannels, input));
    }

    private void RequirePolynomials()
    {
        if (UsePleiades && (Degrees == 0 || Alpha == 0 || Beta == 0))
        {
            string wrong = (Degrees, Alpha, Beta) switch
            {
                (0, 0, 0) => "use_pleiades",
                (0, _, _) => "degrees",
                (_, 0, _) => "alpha",
                _ => "beta",
            };
            throw new GraphException(
                $"degrees, alpha and beta are {Degrees}, {Alpha} and {Beta}, a Pleiades layer needs all of them other than 0",
                setting: wrong
            );
        }
    }

    /// <summary>The first part, where it is depthwise, has a group for each of the channels that it is told of.</summary>
    private void RequireInChannels(TensorShape input)
    {
        Windows.RequireClip(input);
        bool depthwiseFirst = TemporalFirst ? TimeDepthwise : SpaceDepthwise;
        if (InChannels < 1 || (depthwiseFirst && input.Channels % InChannels != 0))
        {
            throw new GraphException(
                $"in_channels is {InChannels}, must be the {input.Channels} channels of the input",
                setting: "in_channels"
            );
        }
    }

    private string AddTemporal(GraphBuilder graph, string suffix, int inChannels, int outChannels, string input)
    {
        Conv3DBlock block = Common with
        {
            KernelSize = new Size3D(TimeKernelSize, 1, 1),
            Padding = Padding.Same,
            Causal = true,
            Polynomials = UsePleiades ? new JacobiPolynomials(Degrees, Alpha, Beta) : null,
        };
        return AddPart(graph, "convt", suffix, block, TimeDepthwise, inChannels, outChannels, input);
    }

    private string AddSpatial(GraphBuilder graph, string suffix, int inChannels, int outChannels, string input)
    {
        Conv3DBlock block = Common with { KernelSize = new Size3D(1, 3, 3), Strides = new Size3D(1, 2, 2), Padding = Padding.Same };
        return AddPart(graph, "convs", suffix, block, SpaceDepthwise, inChannels, outChannels, input);
    }

    private Conv3DBlock Common =>
        new()
        {
            Filters = 0,
            KernelSize = Size3D.One,
            BatchNorm = true,
            Relu = "ReLU",
            RegFactor = RegFactor,
            NormalizeReg = NormalizeReg,
        };

    private string AddPart(
        GraphBuilder graph,
        string prefix,
        string suffix,
        Conv3DBlock block,
        bool depthwise,
        int inChannels,
        int outChannels,
        string input
    )
    {
        if (!depthwise)
        {
            return graph.Add($"{prefix}_full_{suffix}", block with { Filters = outChannels }, input);
        }

        string last = graph.Add($"{prefix}_dw_{suffix}", block with { Filters = inChannels, Groups = inChannels, UseBias = false }, input);
        return graph.Add($"{prefix}_pw_{suffix}", Common with { Filters = outChannels }, last);
    }
}
