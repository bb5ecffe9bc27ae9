using Akida.Cli.CommandLine;
using Akida.Formats;
using Akida.Graph;
using Akida.Quantization.Arithmetic;

namespace Akida.Cli.Inference;

/// <summary>Runs a model of any kind on arrays, and gives arrays named as in the reference cases.</summary>
internal abstract class ModelRunner(TensorShape inputShape)
{
    /// <summary>The runner for a model file.</summary>
    /// <exception cref="GraphException">The model has a layer that cannot be run.</exception>
    public static ModelRunner Of(ModelFile file, string path) => file switch
    {
        KerasModelFile { Model: { Graph.IsQuantized: true } model } => new IntegerRunner(Integers.From(model)),
        _ => throw new CommandException($"{path}: models of this kind cannot be run"),
    };

    /// <summary>Runs the model on a batch, or on the frames of a clip if it is temporal.</summary>
    /// <param name="samples">The inputs, stacked.</param>
    /// <param name="where">What the error names if they do not fit.</param>
    /// <param name="layers">Whether all layers are wanted, or only the model's outputs.</param>
    /// <exception cref="CommandException">The array is not of the input's shape or type.</exception>
    public abstract IEnumerable<KeyValuePair<string, NpyArray>> Run(NpyArray samples, string where, bool layers);

    /// <summary>Checks that an array is a stack of at least one input.</summary>
    /// <exception cref="CommandException">It is not.</exception>
    protected void CheckShape(NpyArray samples, string where)
    {
        TensorShape found = new(samples.Shape);
        if (found.Rank != inputShape.Rank + 1 || !samples.Shape.Skip(1).SequenceEqual(inputShape.Dimensions))
        {
            throw new CommandException($"{where} is {found}, must be N×{inputShape}");
        }

        if (samples.Shape[0] == 0)
        {
            throw new CommandException($"{where} holds no sample");
        }
    }
}
