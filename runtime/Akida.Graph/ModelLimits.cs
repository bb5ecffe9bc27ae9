using System.Globalization;
using Akida.Graph.Operations;

namespace Akida.Graph;

/// <summary>
/// How large a model may be, so that a small file or class cannot ask for all memory and time: the one home of these limits, for what is
/// read, compiled, run and written.
/// </summary>
/// <param name="Elements">The most values in one tensor, be it what a layer puts out (for one input) or a weight.</param>
public sealed record ModelLimits(long Elements)
{
    /// <summary>The environment variable that sets <see cref="Elements"/> where a model needs larger tensors.</summary>
    public const string Variable = "AKIDA_MAX_ELEMENTS";

    /// <summary>
    /// The usual <see cref="Elements"/>: 2²⁷, half a gigabyte of floats. The largest layer of the zoo puts out a hundredth of it.
    /// </summary>
    public const long DefaultElements = 1L << 27;

    /// <summary>
    /// The most layers of a model: far more than any has, and as many as their names fit into one attribute of a Keras file.
    /// </summary>
    public const int Layers = 4000;

    /// <summary>The most connections between layers.</summary>
    public const int Connections = 4 * Layers;

    /// <summary>The largest window, pool or stride: sums of a few such numbers cannot overflow.</summary>
    public const int Window = 1 << 20;

    private const int TensorsInAll = 2;
    private const int TensorsOfSamples = 8;

    /// <summary>The limits in force: the usual ones unless <see cref="Variable"/> says otherwise.</summary>
    /// <exception cref="GraphException">The variable is no such number.</exception>
    public static ModelLimits Current =>
        Environment.GetEnvironmentVariable(Variable) switch
        {
            null or "" => new(DefaultElements),
            var text
                when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long elements)
                    && elements is >= 1 and <= int.MaxValue => new(elements),
            var other => throw new GraphException($"{Variable} is '{other}', must be 1 to {int.MaxValue}"),
        };

    /// <summary>The most values that all layers together may put out.</summary>
    public long Activations => Elements * TensorsInAll;

    /// <summary>The most values of all samples that are made up for a model.</summary>
    public long Samples => Elements * TensorsOfSamples;

    /// <summary>Checks the number of a model's layers.</summary>
    /// <exception cref="GraphException">There are too many.</exception>
    public static void CheckLayers(string model, long count)
    {
        if (count > Layers)
        {
            throw new GraphException($"model '{model}' has {count} layers, must have at most {Layers}");
        }
    }

    /// <summary>Checks the numbers of a model's layers and of the connections between them.</summary>
    /// <exception cref="GraphException">There are too many.</exception>
    public static void CheckGraph(string model, IReadOnlyCollection<LayerNode> layers)
    {
        CheckLayers(model, layers.Count);
        long connections = layers.Sum(layer => (long)layer.Inputs.Count);
        if (connections > Connections)
        {
            throw new GraphException($"model '{model}' has {connections} connections between layers, must have at most {Connections}");
        }
    }

    /// <summary>Checks the shape of a tensor.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="what">What it is, for the message: "the output".</param>
    /// <returns>The number of its values.</returns>
    /// <exception cref="GraphException">A size is not positive, or there are too many values.</exception>
    public long Check(TensorShape shape, string what)
    {
        long elements = 1;
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            if (shape[axis] < 1)
            {
                throw new GraphException($"{what} is {shape}, sizes must be at least 1");
            }

            // The product before is at most Elements, so that this one cannot overflow.
            elements *= shape[axis];
            if (elements > Elements)
            {
                throw new GraphException($"{what} is {shape}, more than {Elements} values ({Variable} sets the limit)");
            }
        }

        return elements;
    }

    /// <summary>Adds what a layer puts out to the sum of those before it.</summary>
    /// <exception cref="GraphException">The sum is too large.</exception>
    public long Add(long sum, long elements) =>
        sum + elements is var all && all <= Activations
            ? all
            : throw new GraphException($"all layers up to it put out {all} values, more than {Activations} (twice {Variable})");

    /// <summary>The shape of what an operation puts out, if it is within the limits.</summary>
    /// <exception cref="GraphException">The inputs do not fit, or the output is too large.</exception>
    public TensorShape InferShape(Operation operation, IReadOnlyList<TensorShape> inputs)
    {
        TensorShape shape;
        try
        {
            shape = operation.InferShape(inputs);
        }
        catch (OverflowException)
        {
            throw TooLarge();
        }

        Check(shape, "the output");
        return shape;
    }

    /// <summary>Checks the weights of a layer.</summary>
    /// <exception cref="GraphException">One is too large; the error names it.</exception>
    internal IReadOnlyList<WeightSpec> InferWeights(LayerNode node, IReadOnlyList<TensorShape> inputs)
    {
        IReadOnlyList<WeightSpec> specs = Computed(() => node.Weights(inputs));
        foreach (WeightSpec spec in specs)
        {
            Check(spec.Shape, $"weight '{spec.Name}'");
        }

        return specs;
    }

    /// <summary>What is computed from a layer's settings, which can be any numbers.</summary>
    /// <exception cref="GraphException">A number on the way leaves its type.</exception>
    internal static T Computed<T>(Func<T> compute)
    {
        try
        {
            return compute();
        }
        catch (OverflowException)
        {
            throw TooLarge();
        }
    }

    private static GraphException TooLarge() => new("its sizes are too large to be computed");
}
