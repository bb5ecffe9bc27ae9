using Akida.Graph;
using Akida.Graph.Operations;
using Akida.Training.Data;
using Akida.Training.Optimization;
using Akida.Training.Tests.Libtorch;

namespace Akida.Training.Tests;

[NeedsRightConvolutions]
public class TrainerTests
{
    private static readonly TrainingOptions Options = new()
    {
        Epochs = 8,
        BatchSize = 16,
        LearningRate = LearningRate.Constant(1e-2),
        Loss = Loss.SparseCategoricalCrossentropy,
        Metric = Metric.SparseCategoricalAccuracy,
        Threads = 1,
    };

    private static readonly ModelGraph Graph = ModelGraph.Create(
        "corners",
        [
            new("input", new InputLayer { Shape = new(6, 6, 1), DType = DataType.UInt8 }, []),
            new("rescaling", new Rescaling { Scale = [1 / 255.0] }, ["input"]),
            new(
                "conv",
                new Conv2D
                {
                    Filters = 8,
                    KernelSize = new(3),
                    Strides = new(2),
                    Padding = Padding.Same,
                },
                ["rescaling"]
            ),
            new("norm", new BatchNormalization { Axis = 3 }, ["conv"]),
            new("relu", new ReLU { MaxValue = 6 }, ["norm"]),
            new("flatten", new Flatten(), ["relu"]),
            new("dense", new Dense { Units = 4 }, ["flatten"]),
        ]
    );

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Model Fresh => new(Graph, WeightInitialization.Create(Graph, 1));

    [Fact]
    public void A_float_model_learns()
    {
        TrainingResult result = Trainer.Fit(Fresh, Corners(256, 1), Corners(64, 2), Options, cancellation: Cancel);

        Assert.Equal(["loss", "accuracy", "val_loss", "val_accuracy"], result.History.Quantities.Select(quantity => quantity.Name));
        Assert.True(result.History["loss"][^1] < result.History["loss"][0] / 4);
        Assert.InRange(result.History["val_accuracy"][^1], 0.9, 1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_model()
    {
        float[] Kernel() =>
            Trainer
                .Fit(Fresh, Corners(64, 1), null, Options with { Epochs = 2, Seed = 5 }, cancellation: Cancel)
                .Model.Weights["conv", "kernel"]
                .Values;

        Assert.Equal(Kernel(), Kernel());
    }

    [Fact]
    public void Restore_best_keeps_the_epoch_with_the_best_metric()
    {
        ArrayDataset validation = Corners(64, 2);
        TrainingOptions options = Options with { Epochs = 4, RestoreBest = true, LearningRate = LearningRate.Constant(0.2) };

        TrainingResult result = Trainer.Fit(Fresh, Corners(64, 1), validation, options, cancellation: Cancel);

        IReadOnlyList<double> accuracies = result.History["val_accuracy"];
        Assert.Equal(accuracies.Max(), accuracies[result.BestEpoch - 1]);
        Assert.Equal(accuracies.Max(), Trainer.Evaluate(result.Model, validation, options).Metric, 1e-6);
    }

    [Fact]
    public void Moving_statistics_follow_the_batches()
    {
        Model trained = Trainer.Fit(Fresh, Corners(256, 1), null, Options, cancellation: Cancel).Model;

        Assert.Contains(trained.Weights["norm", "moving_mean"].Values, value => Math.Abs(value) > 1e-3);
        Assert.DoesNotContain(trained.Weights["norm", "moving_variance"].Values, value => value == 1);
    }

    [Fact]
    public void A_quantized_model_learns_and_stays_quantized()
    {
        TrainingCase recorded = new("zoo_gxnor_mnist_v2_i8_w8_a8");
        Random random = new(3);
        byte[] images = new byte[32 * 28 * 28];
        random.NextBytes(images);
        ArrayDataset data = new(new(new(28, 28, 1), images), new(new(), Enumerable.Range(0, 32).Select(i => i % 10).ToArray()));

        TrainingResult result = Trainer.Fit(
            recorded.Quantized,
            data,
            null,
            Options with
            {
                LearningRate = LearningRate.Constant(1e-3),
            },
            cancellation: Cancel
        );

        Assert.True(result.Model.Graph.IsQuantized);
        Assert.True(result.History["loss"][^1] < result.History["loss"][0]);
        Assert.NotEqual(
            recorded.Quantized.Weights["block_1/conv_1", "kernel"].Values,
            result.Model.Weights["block_1/conv_1", "kernel"].Values
        );
        Assert.NotEqual(recorded.Quantized.Weights["block_1/conv_1", "bias"].Values, result.Model.Weights["block_1/conv_1", "bias"].Values);
        Assert.Equal(
            recorded.Quantized.Weights["block_1/conv_1/relu", "output_quantizer/range_max"].Values,
            result.Model.Weights["block_1/conv_1/relu", "output_quantizer/range_max"].Values
        );
    }

    [Fact]
    public void Data_of_another_shape_is_refused()
    {
        ArrayDataset data = new(new(new(5, 5, 1), new byte[25]), new(new(), new int[1]));

        GraphException error = Assert.Throws<GraphException>(() => Trainer.Fit(Fresh, data, null, Options, cancellation: Cancel));
        Assert.Contains("takes inputs of 6×6×1, the data has 5×5×1", error.Message);
    }

    /// <summary>Noise with a bright spot in one of the four corners, which is the label.</summary>
    private static ArrayDataset Corners(int count, int seed)
    {
        Random random = new(seed);
        byte[] images = new byte[count * 36];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = random.Next(4);
            for (int pixel = 0; pixel < 36; pixel++)
            {
                images[(i * 36) + pixel] = (byte)random.Next(120);
            }

            int row = labels[i] < 2 ? 0 : 4,
                column = labels[i] % 2 == 0 ? 0 : 4;
            foreach (int offset in new[] { 0, 1, 6, 7 })
            {
                images[(i * 36) + (row * 6) + column + offset] = (byte)(180 + random.Next(60));
            }
        }

        return new ArrayDataset(new(new(6, 6, 1), images), new(new(), labels));
    }
}
