using Akida.Graph.Lowering;
using Akida.Graph.Operations;

namespace Akida.Graph.Rules;

/// <summary>What rules look at: a model, for what it is checked, and what quantising and converting make of it.</summary>
public sealed class RuleContext
{
    /// <summary>What the bits of the first layer's weights are called among the settings.</summary>
    public const string InputWeightBits = "input_weight_bits";

    /// <summary>What the bits of other layers' weights are called among the settings.</summary>
    public const string WeightBits = "weight_bits";

    /// <summary>What the bits of activations are called among the settings.</summary>
    public const string ActivationBits = "activation_bits";

    private readonly bool isQuantized;
    private readonly Lazy<LoweredModel> lowered;
    private readonly Lazy<IReadOnlyList<LayerNode>> layers;

    private RuleContext(GraphIndex model, AkidaVersion version, Func<LoweredModel> lower)
    {
        (Model, Version) = (model, version);
        lowered = new(lower);
        isQuantized = model.Graph.IsQuantized;
        layers = new(() =>
            [.. Lowered.Graph.Graph.Layers.Where(layer => !isQuantized || layer.IsQuantized || layer.Operation is InputLayer)]
        );
    }

    /// <summary>The model that is checked, whose layers findings name.</summary>
    public GraphIndex Model { get; }

    /// <summary>The Akida version.</summary>
    public AkidaVersion Version { get; }

    /// <summary>The version in words, such as <c>Akida 1.0</c>.</summary>
    public string VersionName => Version.Name();

    /// <summary>The device that the model will run on, if one is named.</summary>
    public AkidaDevice? Device { get; private init; }

    /// <summary>The bits that were asked for; null where none were, or where the model is quantised already.</summary>
    public BitWidths? Bits { get; private init; }

    /// <summary>Whether the bits of the lowered layers are those that the model will have.</summary>
    public bool KnowsBits => Bits is not null || isQuantized;

    /// <summary>The steps and thresholds of the activations on Akida 1.0; none where they are not computed yet.</summary>
    public EquatableArray<ActivationSteps> Steps { get; private init; } = [];

    /// <summary>What quantising and converting make of the model; made once, when the first rule asks.</summary>
    public LoweredModel Lowered => lowered.Value;

    /// <summary>The lowered layers that are to become integers: all, but of a quantised model those that are.</summary>
    public IReadOnlyList<LayerNode> Layers => layers.Value;

    /// <summary>A float model.</summary>
    /// <exception cref="GraphException">The graph's shapes do not fit, or it is quantised.</exception>
    public static RuleContext ForFloat(ModelGraph model, RuleOptions options)
    {
        if (model.IsQuantized)
        {
            throw new GraphException($"model '{model.Name}' is quantised already, must be a float model");
        }

        GraphIndex index = new(model);
        return new RuleContext(index, options.Version, () => LoweredModel.FromFloat(index, options))
        {
            Device = options.Device,
            Bits = options.Bits,
        };
    }

    /// <summary>A float model that was lowered by the quantiser, whose rules are the same for both versions.</summary>
    public static RuleContext ForQuantizer(ModelGraph model, LoweredGraph lowered) =>
        new(new GraphIndex(model), AkidaVersion.V2, () => LoweredModel.FromLowered(lowered, AkidaVersion.V2));

    /// <summary>A quantised model.</summary>
    /// <exception cref="GraphException">The graph's shapes do not fit.</exception>
    public static RuleContext ForQuantized(GraphIndex model, AkidaVersion version, AkidaDevice? device = null) =>
        new(model, version, () => LoweredModel.FromQuantized(model, version)) { Device = device };

    /// <summary>The same with the steps and thresholds of the activations.</summary>
    public RuleContext With(EquatableArray<ActivationSteps> steps) =>
        new(Model, Version, () => Lowered)
        {
            Device = Device,
            Bits = Bits,
            Steps = steps,
        };

    /// <summary>The name of the checked model's layer that a lowered layer comes from.</summary>
    public string NameOf(string lowered) => Lowered.OriginOf(lowered);

    /// <summary>What the bits of a layer's weights are called among the settings.</summary>
    public string BitsSetting(LayerNode layer) => QuantizableLayers.IsFirstWeighted(Lowered.Graph, layer) ? InputWeightBits : WeightBits;

    /// <summary>The operation of the checked model's layer that a lowered layer comes from.</summary>
    public Operation OriginOf(LayerNode lowered) => Model[NameOf(lowered.Name)].Operation;
}
