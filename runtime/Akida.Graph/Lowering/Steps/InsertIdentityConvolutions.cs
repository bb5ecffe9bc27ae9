using Akida.Graph.Operations;

namespace Akida.Graph.Lowering.Steps;

/// <summary>1×1 convolutions that hand their input on, where the hardware needs a layer of its own.</summary>
internal static class InsertIdentityConvolutions
{
    private const int MostChannels = 2048;
    private const int MostConsumers = 2;

    public static LoweredGraph Apply(LoweredGraph lowered, IWeightFacts facts)
    {
        lowered = After(lowered, IsAddBeforeAveragedReLU);
        lowered = After(lowered, IsJoinWithoutConvolution);
        lowered = AfterInputBlock(lowered);
        lowered = BeforeRepeatedInputs(lowered);
        return SplitFanOut(lowered);
    }

    private static LoweredGraph After(LoweredGraph lowered, Func<GraphIndex, LayerNode, bool> applies)
    {
        foreach (LayerNode node in lowered.Graph.Layers)
        {
            GraphIndex index = lowered.Index;
            if (IsSmallMap(index, node.Name) && applies(index, node))
            {
                lowered = InsertAfter(lowered, index, node.Name);
            }
        }

        return lowered;
    }

    private static bool IsAddBeforeAveragedReLU(GraphIndex index, LayerNode node) =>
        node.Operation is Add
        && index.OnlyConsumer(node.Name) is { Operation: ReLU } relu
        && index.OnlyConsumer(relu.Name) is { Operation: GlobalAveragePooling2D };

    private static bool IsJoinWithoutConvolution(GraphIndex index, LayerNode node) =>
        node.Operation is Add or Concatenate && !index.Consumers(node.Name).Any(consumer => consumer.Operation is Convolution2D);

    private static LoweredGraph AfterInputBlock(LoweredGraph lowered)
    {
        GraphIndex index = lowered.Index;
        if (lowered.Graph.Layers.FirstOrDefault(node => InputLayers.IsImageConvolution(index, node)) is not { } last)
        {
            return lowered;
        }

        while (index.OnlyConsumer(last.Name) is { Operation: ReLU or MaxPooling2D } next)
        {
            last = next;
        }

        return index.Consumers(last.Name).Count > 1 && IsSmallMap(index, last.Name) ? InsertAfter(lowered, index, last.Name) : lowered;
    }

    private static LoweredGraph BeforeRepeatedInputs(LoweredGraph lowered)
    {
        foreach (LayerNode node in lowered.Graph.Layers)
        {
            GraphIndex index = lowered.Index;
            string source = node.Inputs.FirstOrDefault() ?? "";
            if (
                node.Operation is Add or Concatenate
                && node.Inputs.Count == 2
                && node.Inputs[0] == node.Inputs[1]
                && IsSmallMap(index, source)
            )
            {
                LayerNode identity = Identity(source + "_identity_conv", source, index.Shape(source).Channels);
                ModelGraph graph = lowered
                    .Graph.InsertBetween(source, identity)
                    .Map(other => other.Name == node.Name ? other with { Inputs = [source, identity.Name] } : other);
                lowered = lowered.Then(graph, Kernel(identity)).Adding(identity.Name, source);
            }
        }

        return lowered;
    }

    private static LoweredGraph SplitFanOut(LoweredGraph lowered)
    {
        foreach (LayerNode node in lowered.Graph.Layers)
        {
            GraphIndex index = lowered.Index;
            if (index.Consumers(node.Name).Count <= MostConsumers || !IsSmallMap(index, node.Name))
            {
                continue;
            }

            List<string> consumers = [.. index.Consumers(node.Name).Select(consumer => consumer.Name)];
            while (consumers.Count > MostConsumers)
            {
                LayerNode identity = Identity($"{node.Name}_identity_conv_{consumers.Count}", node.Name, index.Shape(node.Name).Channels);
                string[] pair = [.. consumers.Skip(consumers.Count - 2)];
                consumers.RemoveRange(consumers.Count - 2, 2);
                consumers.Add(identity.Name);
                lowered = lowered
                    .Then(lowered.Graph.InsertBetween(node.Name, identity, pair), Kernel(identity))
                    .Adding(identity.Name, node.Name);
            }
        }

        return lowered;
    }

    private static LoweredGraph InsertAfter(LoweredGraph lowered, GraphIndex index, string name)
    {
        LayerNode identity = Identity(name + "_identity_conv", name, index.Shape(name).Channels);
        return lowered.Then(lowered.Graph.InsertAfter(name, identity), Kernel(identity)).Adding(identity.Name, name);
    }

    private static LayerNode Identity(string name, string input, int channels) =>
        new(name, new Conv2D { Filters = channels, UseBias = false }, [input]);

    private static WeightEdit Kernel(LayerNode identity)
    {
        Conv2D conv = (Conv2D)identity.Operation;
        return new IdentityKernel(identity.Name, conv.KernelName, new TensorShape(1, 1, conv.Filters, conv.Filters));
    }

    private static bool IsSmallMap(GraphIndex index, string name) => index.Shape(name) is { Rank: 3, Channels: <= MostChannels };
}
