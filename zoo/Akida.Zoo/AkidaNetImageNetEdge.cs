using Akida.Graph;
using Akida.Graph.Catalogue;
using Akida.Graph.Operations;

namespace Akida.Zoo;

/// <summary>
/// AkidaNet for learning on the chip: the classifier gives way to a layer that makes sparse spikes, and a new classifier on them.
/// </summary>
[AkidaModel("akidanet_imagenet_edge", KerasName = "akidanet_{Alpha:F2}_{ImageSize}_{BaseClasses}_edge",
    Aliases = ["akidanet_edge_imagenet"])]
[BlockDefaults(Padding = Padding.Same, UseBias = false, BatchNorm = true)]
public sealed partial class AkidaNetImageNetEdge : IBuiltOnModel
{
    /// <summary>The channels that AkidaNet ends with at an alpha of 1.</summary>
    private const double FullChannels = 1024;

    [Option("-c", "--classes", Default = 1000, Help = "how many outputs")]
    public partial int Classes { get; init; }

    [Option(Default = 224, Help = "height and width of the base model's input")]
    public partial int ImageSize { get; init; }

    [Option(Default = 0.5, Help = "width multiplier of the base model")]
    public partial double Alpha { get; init; }

    [Option(Default = 1000, Help = "how many outputs the base model had")]
    public partial int BaseClasses { get; init; }

    [Backbone(typeof(AkidaNetImageNet), "ImageSize = ImageSize, Alpha = Alpha", UpTo = nameof(AkidaNetImageNet.Dropout))]
    public partial Layer Features { get; }

    [Reshape(1, 1, "1024 * Alpha", Name = "reshape")] public partial Layer Map { get; }
    [SeparableConvBlock(2048, 3, Relu = "ReLU1")]     public partial Layer SpikeGenerator { get; }
    [Dense("Classes", UseBias = false)]               public partial Layer ClassificationLayer { get; }
    [Reshape("Classes", Name = "reshape_1")]          public partial Layer Output { get; }

    /// <summary>
    /// The edge model for a trained AkidaNet: size and width are those of <paramref name="baseModel"/>, whose layer
    /// <paramref name="baseLayer"/> is the classifier that gives way.
    /// </summary>
    /// <exception cref="GraphException">There is no such layer, or it is no Dense layer on the features of an AkidaNet.</exception>
    public IAkidaModel On(ModelGraph baseModel, string baseLayer)
    {
        GraphIndex index = new(baseModel);
        LayerNode classifier = index[baseLayer];
        TensorShape image = index.Shape(baseModel.Input.Name);
        if (
            classifier.Operation is not Dense { Units: var units }
            || index.InputShapes(classifier)[0] is not { Rank: 1, Channels: var channels }
            || image.Rank != 3
        )
        {
            throw new GraphException(
                $"layer '{baseLayer}' of model '{baseModel.Name}' is a {classifier.Operation.ClassName}, "
                    + "must be the classifier of an AkidaNet"
            );
        }

        // AkidaNet cuts 1024 · alpha to an integer, and this alpha gives every layer the same filters.
        return new AkidaNetImageNetEdge { Classes = Classes, ImageSize = image[0], Alpha = channels / FullChannels, BaseClasses = units };
    }
}
