using Akida.Formats;
using Akida.Formats.Onnx;
using Akida.Graph;
using Akida.Graph.Operations;
using Akida.Quantization.FloatInference;
using Microsoft.ML.OnnxRuntime;

namespace Akida.Formats.Tests.Onnx;

/// <summary>Compares an ONNX file, run by ONNX Runtime, with the model that it is imported as.</summary>
internal static class OnnxComparison
{
    private const float Tolerance = 1e-4f;

    /// <summary>
    /// Writes a file, imports it, and runs both with the same random samples, which the file takes channels first if told.
    /// </summary>
    public static Model AssertSame(byte[] file, bool channelsFirst)
    {
        Model model = Import(file);
        TensorShape shape = ((InputLayer)model.Graph.Input.Operation).Shape;
        using InferenceSession session = OnnxSession.Open(file);
        Random random = new(1);
        int samples = session.InputMetadata.Values.First().Dimensions is [> 0 and var batchSize, ..] ? batchSize : 3;
        float[] values = [.. Enumerable.Range(0, (int)(samples * shape.Elements)).Select(_ => (random.NextSingle() * 4) - 1.5f)];
        TensorShape batch = TensorShape.Of([samples, .. shape.Dimensions]);
        using FloatModel imported = new(model);
        IReadOnlyDictionary<string, Tensor> found = imported.Run(new Tensor(batch, values));

        int[] first = [0, shape.Rank, .. Enumerable.Range(1, shape.Rank - 1)];
        Tensor given = channelsFirst ? new Tensor(batch, values).Permute(first) : new Tensor(batch, values);
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(given.Values, [.. given.Shape.Dimensions.Select(size => (long)size)]);
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, session.InputNames, [input], session.OutputNames);
        for (int i = 0; i < outputs.Count; i++)
        {
            Tensor expected = new(
                TensorShape.Of(outputs[i].GetTensorTypeAndShape().Shape.Select(size => (int)size)),
                outputs[i].GetTensorDataAsSpan<float>().ToArray()
            );
            int rank = expected.Shape.Rank;
            expected = channelsFirst && rank > 3 ? expected.Permute([0, .. Enumerable.Range(2, rank - 2), 1]) : expected;
            Tensor actual = found[model.Graph.Outputs[i]];
            Assert.Equal(expected.Shape, actual.Shape);
            float scale = MathF.Max(1, expected.Values.Max(MathF.Abs));
            for (int at = 0; at < expected.Values.Length; at++)
            {
                Assert.True(
                    MathF.Abs(expected.Values[at] - actual.Values[at]) <= Tolerance * scale,
                    $"output {i} at {at}: {actual.Values[at]}, must be {expected.Values[at]}"
                );
            }
        }

        return model;
    }

    /// <summary>Imports the bytes of a file.</summary>
    public static Model Import(byte[] file)
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("akida-onnx-").FullName, "model.onnx");
        try
        {
            File.WriteAllBytes(path, file);
            return OnnxFile.Read(path);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }
}
