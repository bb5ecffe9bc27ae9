using Akida.Graph.Lowering;

namespace Akida.Graph.Rules;

/// <summary>What rules look at: a model, for what it is checked, and what quantising and converting make of it.</summary>
public sealed class RuleContext
{
    private readonly Lazy<LoweredModel> lowered;

    private RuleContext(GraphIndex model, AkidaVersion version, AkidaDevice? device, BitWidths? bits, Lazy<LoweredModel> lowered)
    {
        (Model, Version, Device, Bits) = (model, version, device, bits);
        this.lowered = lowered;
    }

    /// <summary>The model that is checked, whose layers findings name.</summary>
    public GraphIndex Model { get; }

    /// <summary>The Akida version.</summary>
    public AkidaVersion Version { get; }

    /// <summary>The version in words, such as <c>Akida 1.0</c>.</summary>
    public string VersionName => Version == AkidaVersion.V1 ? "Akida 1.0" : "Akida 2.0";

    /// <summary>The device that it will run on, if one is named.</summary>
    public AkidaDevice? Device { get; }

    /// <summary>The bits that were asked for; null where none were, or where the model is quantised already.</summary>
    public BitWidths? Bits { get; }

    /// <summary>What quantising and converting make of the model; made once, when the first rule asks.</summary>
    public LoweredModel Lowered => lowered.Value;

    /// <summary>A float model.</summary>
    /// <exception cref="GraphException">The graph's shapes do not fit.</exception>
    public static RuleContext ForFloat(ModelGraph model, RuleOptions options)
    {
        GraphIndex index = new(model);
        QuantizationSettings settings = new() { Bits = options.Bits ?? BitWidths.UsualFor(options.Version) };
        return new RuleContext(
            index, options.Version, options.Device, options.Bits, new Lazy<LoweredModel>(() => LoweredModel.FromFloat(model, settings, options.Version)));
    }

    /// <summary>A quantised model.</summary>
    public static RuleContext ForQuantized(GraphIndex model, AkidaVersion version, AkidaDevice? device = null) =>
        new(model, version, device, null, new Lazy<LoweredModel>(() => LoweredModel.FromQuantized(model, version)));

    /// <summary>The checked model's layer that a lowered layer comes from.</summary>
    public LayerNode OriginOf(LayerNode lowered) => Model[Lowered.OriginOf(lowered.Name)];
}
