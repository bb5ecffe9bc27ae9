using Akida.Formats;
using Akida.Graph.Operations;
using Akida.Training.Data;
using Akida.Training.Layers;
using Akida.Training.Networks;
using Akida.Training.Optimization;
using Akida.Verification.Steps;

namespace Akida.Training.Steps;

/// <summary>Takes the steps of training that the open tools recorded, and compares.</summary>
/// <remarks>
/// Networks and optimisers are those that train. Gradients are computed in 64-bit floats, because the tolerances are those of an exact
/// gradient (<c>../shared/training-cases/README.md</c>, how near): in 32 bits, the order of sums decides on which side of a ReLU or a
/// maximum a value falls, and Adam makes a full step of either sign of a gradient near zero. Weights are rounded to 32 bits after every
/// step, as they are in training.
/// </remarks>
public static class StepVerification
{
    /// <summary>Trains the model of a case on its batches and says how far each tensor is from what was recorded.</summary>
    /// <param name="recorded">The case.</param>
    /// <param name="singlePrecision">Whether gradients are computed in 32-bit floats, as in training.</param>
    /// <exception cref="TrainingUnavailableException">libtorch cannot be loaded.</exception>
    /// <exception cref="ModelFileException">The model's file is damaged, or recorded arrays are not of its weights' shapes.</exception>
    /// <exception cref="GraphException">The model cannot be trained, or does not fit the batches.</exception>
    public static StepVerdict Run(RecordedSteps recorded, bool singlePrecision = false)
    {
        Model model = recorded.ReadModel();
        return StepComparison.Compare(recorded, model, Take(recorded, model, singlePrecision ? torch.float32 : torch.float64));
    }

    private static TakenSteps Take(RecordedSteps recorded, Model model, torch.ScalarType type)
    {
        TorchRuntime.Load(threads: null);
        HashSet<string> trainable = [.. recorded.Trainable];
        using Network network = Network.Create(
            model,
            new NetworkSettings { Learns = (layer, weight) => trainable.Contains(TakenSteps.Name(layer, weight)), FloatType = type }
        );
        using OptimizerState optimizer = CreateOptimizer(recorded.Optimizer).Start(network.Parameters);
        Loss loss = CreateLoss(recorded.Loss);
        SampleArray first = Samples(recorded.Batches[0].Inputs);
        TakenSteps taken = new();
        AddInference(taken, network, first, "");
        for (int step = 1; step <= recorded.Batches.Count; step++)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            (NpyArray inputs, NpyArray targets) = recorded.Batches[step - 1];
            optimizer.ZeroGradients();
            NetworkOutput output = network.Forward(BatchTensors.CreateInputs(Samples(inputs), network.Graph), training: true);
            RequireTargets(recorded, step, targets, output.Values.shape);
            TorchTensor value = loss.Of(output.Values, BatchTensors.Create(Samples(targets)));
            if (output.Penalty is { } penalty)
            {
                value += penalty;
            }

            value.backward();
            taken.Losses.Add(value.to(torch.float64).item<double>());
            if (step == 1)
            {
                taken.Outputs.Add("training", ToArray(output.Values));
                taken.Gradients = network.Gradients();
            }

            optimizer.Step(recorded.Optimizer.LearningRate);

            // Weights are 32 bits wide between the steps, whatever the gradients are computed in.
            network.Restore(network.Snapshot());
            if (step is 1 or RecordedSteps.Count)
            {
                taken.After.Add(step, network.Snapshot());
                AddInference(taken, network, first, $"_after{step}");
            }
        }

        return taken;
    }

    private static void AddInference(TakenSteps taken, Network network, SampleArray inputs, string suffix)
    {
        using IDisposable gradients = torch.no_grad();
        using DisposeScope scope = torch.NewDisposeScope();
        TorchTensor batch = BatchTensors.CreateInputs(inputs, network.Graph);
        taken.Outputs.Add("inference" + suffix, ToArray(network.Forward(batch, training: false).Values));
        if (
            network is QuantizedNetwork quantized
            && network.Graph.Layers.FirstOrDefault(layer => layer.Operation is Dequantizer) is { } last
        )
        {
            taken.Outputs.Add("integers" + suffix, ToArray(Layout.ToKeras(quantized.ForwardLayers(batch)[last.Inputs[0]])));
        }
    }

    /// <summary>Torch checks neither, or says it in many lines.</summary>
    private static void RequireTargets(RecordedSteps recorded, int step, NpyArray targets, long[] outputs)
    {
        string name = $"array 'y{step - 1}'";
        bool isSparse = recorded.Loss is RecordedLoss.Scce or RecordedLoss.ScceSoftmax or RecordedLoss.TimeScce;
        long values = outputs.Aggregate(1L, (product, size) => product * size),
            classes = outputs[^1],
            expected = !isSparse ? values
            : recorded.Loss == RecordedLoss.TimeScce ? outputs[0]
            : values / classes;
        if (targets.Values.LongLength != expected)
        {
            throw recorded.WrongBatches($"{name} has {targets.Values.LongLength} values, must have {expected}");
        }

        if (isSparse && targets.ToSingles().Any(label => !(label >= 0 && label < classes && label == MathF.Floor(label))))
        {
            throw recorded.WrongBatches($"{name} has a label that is no whole number from 0 to {classes - 1}");
        }
    }

    private static float[] ToArray(TorchTensor values) => values.detach().to(torch.float32).contiguous().data<float>().ToArray();

    private static SampleArray Samples(NpyArray array) =>
        new(TensorShape.Of(array.Shape.Skip(1)), array.Values is byte[] or sbyte[] or short[] or int[] ? array.Values : array.ToSingles());

    private static Loss CreateLoss(RecordedLoss loss) =>
        loss switch
        {
            RecordedLoss.Scce => Loss.SparseCategoricalCrossentropy,
            RecordedLoss.ScceSoftmax => Loss.SparseCategoricalCrossentropyOfProbabilities,
            RecordedLoss.TimeScce => Loss.SparseCategoricalCrossentropyOverTime,
            RecordedLoss.Cce => Loss.CategoricalCrossentropy,
            RecordedLoss.Bce => Loss.BinaryCrossentropy,
            RecordedLoss.Mae => Loss.MeanAbsoluteError,
            RecordedLoss.Mse => Loss.MeanSquaredError,
            _ => throw new ArgumentOutOfRangeException(nameof(loss)),
        };

    private static Optimizer CreateOptimizer(RecordedOptimizer optimizer) =>
        optimizer.IsAdam
            ? new Adam
            {
                Beta1 = optimizer.Beta1,
                Beta2 = optimizer.Beta2,
                Epsilon = optimizer.Epsilon,
                WeightDecay = optimizer.WeightDecay,
            }
            : new StochasticGradientDescent { Momentum = optimizer.Momentum, Nesterov = optimizer.Nesterov };
}
