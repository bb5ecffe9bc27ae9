using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Operations;
using Akida.Quantization.Conversion;
using Akida.Reports.Summaries;
using Akida.Testing;

namespace Akida.Reports.Tests.Summaries;

/// <summary>What a summary tells of a model.</summary>
public sealed class ModelSummaryTests
{
    // Eight inputs on three units: 8 · 3 weights, of which two are zero, and three biases.
    private static readonly Model Small = SmallModel();

    [Fact]
    public void A_dense_layer_has_its_weights_multiply_adds_and_zeros()
    {
        ModelSummary summary = ModelSummary.Of(Small);

        LayerSummary dense = summary.Layers[^1];
        Assert.Equal(("dense", "Dense", 27, 24, 108), (dense.Layer, dense.Kind, dense.Parameters, dense.MultiplyAdds, dense.WeightBytes));
        Assert.Equal(2 / 24.0, dense.WeightSparsity);
        Assert.Equal(
            ("net", "float", 27, 24, 108),
            (summary.Model, summary.Kind, summary.Parameters, summary.MultiplyAdds, summary.WeightBytes)
        );
    }

    [Fact]
    public void The_table_has_a_row_for_each_layer_and_the_totals()
    {
        ReportTable table = SummaryTable.Of(ModelSummary.Of(Small));

        Assert.Equal("net (float)", table.Title);
        Assert.Equal(
            ["Layer", "Kind", "Output shape", "Parameters", "Multiply-adds", "Bytes", "Zero weights", "Connected to"],
            table.Columns.Select(column => column.Heading)
        );
        Assert.Equal(
            ["Parameters", "Multiply-adds", "Bytes", "Zero weights"],
            table.Columns.Where(column => column.IsNumber).Select(column => column.Heading)
        );
        Assert.Equal(["input", "InputLayer", "8", "0", "0", "0", "", ""], table.Rows[0]);
        Assert.Equal(["dense", "Dense", "3", "27", "24", "108", "8.3 %", "input"], table.Rows[1]);
        Assert.Equal(
            [
                "Total parameters: 27",
                "Trainable parameters: 27",
                "Non-trainable parameters: 0",
                "Multiply-adds for one input: 24",
                "Bytes of weights: 108",
                "Zero weights: 8.3 %",
            ],
            table.Totals.Select(total => $"{total.Name}: {total.Value}")
        );
    }

    [Fact]
    public void A_file_of_any_kind_has_a_summary()
    {
        string folder = Path.Combine(TestFolders.Data, "cases", "random_v2_0003");
        Model quantized = KerasFile.Read(Path.Combine(folder, "quantized.h5"));

        ModelSummary[] summaries =
        [
            ModelSummary.Of(ModelFile.Load(Path.Combine(folder, "float.h5"))),
            ModelSummary.Of(new KerasModelFile(quantized)),
            ModelSummary.Of(new AkidaModelFile(Converter.Convert(quantized, AkidaVersion.V2))),
        ];

        Assert.Equal(["float", "quantized", "akida"], summaries.Select(summary => summary.Kind));
        Assert.Equal(summaries[1].MultiplyAdds, summaries[2].MultiplyAdds);
        Assert.Equal(summaries[1].WeightSparsity, summaries[2].WeightSparsity);
    }

    [Fact]
    public void What_a_layer_of_an_unknown_class_does_is_not_made_up()
    {
        ModelGraph graph = ModelGraph.Create(
            "net",
            [
                new LayerNode("input", new InputLayer { Shape = new TensorShape(4) }, []),
                new LayerNode("odd", new UnsupportedOperation("Odd"), ["input"]),
                new LayerNode("relu", new ReLU(), ["odd"]),
            ]
        );

        ModelSummary summary = ModelSummary.Of(new Model(graph, WeightSet.Empty));

        Assert.Equal("Odd", summary.Layers[1].Kind);
        Assert.All(summary.Layers.Skip(1), layer => Assert.Null(layer.OutputShape));
        Assert.Null(summary.MultiplyAdds);
    }

    private static Model SmallModel()
    {
        ModelGraph graph = ModelGraph.Create(
            "net",
            [
                new LayerNode("input", new InputLayer { Shape = new TensorShape(8) }, []),
                new LayerNode("dense", new Dense { Units = 3 }, ["input"]),
            ]
        );
        float[] kernel = [.. Enumerable.Range(0, 24).Select(i => i is 5 or 7 ? 0f : 1f)];
        return new Model(
            graph,
            WeightSet.Empty.With([
                ("dense", "kernel", new Tensor(new TensorShape(8, 3), kernel)),
                ("dense", "bias", new Tensor(new TensorShape(3), new float[3])),
            ])
        );
    }
}
