using Akida.Formats;
using Akida.Graph;
using Akida.Testing;
using Akida.Training.Tests.Libtorch;
using Akida.Zoo.Pipelines.Data;
using Akida.Zoo.Pipelines.Mnist;

namespace Akida.Zoo.Pipelines.Tests;

[NeedsRightConvolutions]
public class MnistPipelineTests
{
    private static readonly string Case = TestFolders.Cases.Single(path => Path.GetFileName(path) == "zoo_gxnor_mnist_v2_i8_w8_a8");

    private static string FloatModel => Path.Combine(Case, "float.h5");

    private static string QuantizedModel => Path.Combine(Case, "quantized.h5");

    [Fact]
    public void The_options_are_those_of_the_reference()
    {
        IEnumerable<string> actions = new MnistPipeline().Actions.Select(action =>
            $"{action.Name}: {string.Join(' ', action.Options.Select(option => option.Names[0]))}"
        );

        Assert.Equal(["train: -m -s -e -b -d", "tune: -m -s -e -b -d", "extract: -m -b -s -d", "eval: -m -ak -d"], actions);
    }

    [Theory]
    [InlineData("train", "float.h5")]
    [InlineData("tune", "quantized.h5")]
    public void Training_writes_the_model_and_its_history(string action, string file)
    {
        using MnistFolder data = new(training: 48, test: 16);
        string model = data.FilePath("net.h5");
        File.Copy(Path.Combine(Case, file), model);

        RecordingHost host = Run(action, ("-m", model), ("-e", 1), ("-b", 16), ("-d", data.Path));

        string expected = data.FilePath($"net_{action}.h5");
        Assert.Equal("History statistics:", host.Lines[0]);
        Assert.Equal(new string('-', 80), host.Lines[1]);
        Assert.Equal("Parameter:\tmin   \tmax   \tmean  \tstd   ", host.Lines[2]);
        Assert.Matches(@"^loss        (\t\d+\.\d{4}){3}\t0\.0000$", host.Lines[3]);
        Assert.StartsWith("val_accuracy\t", host.Lines[6]);
        Assert.Equal($"Model saved as {expected}.", host.Lines[7]);
        Assert.Equal([1, 2, 3, 3], host.Progress.Select(progress => progress.Step));
        Assert.Equal(KerasFile.Read(model).Graph, KerasFile.Read(expected).Graph);
        Assert.NotEqual(KerasFile.Read(model).Weights["fc_1", "kernel"].Values, KerasFile.Read(expected).Weights["fc_1", "kernel"].Values);
    }

    [Fact]
    public void Extract_writes_the_first_training_images()
    {
        using MnistFolder data = new(training: 8, test: 2);
        string samples = data.FilePath("some.npz");

        RecordingHost host = Run("extract", ("-m", FloatModel), ("-b", 5), ("-s", samples), ("-d", data.Path));

        NpyArray array = NpzFile.Read(samples)["data"];
        Assert.Equal([5, 28, 28, 1], array.Shape);
        Assert.Equal(File.ReadAllBytes(data.FilePath("train-images-idx3-ubyte"))[16..(16 + (5 * 784))], array.Values);
        Assert.Equal([$"Samples saved as {samples}"], host.Lines);
    }

    [Fact]
    public void More_samples_than_there_are_is_an_error()
    {
        using MnistFolder data = new(training: 8, test: 2);

        DatasetException error = Assert.Throws<DatasetException>(() =>
            Run("extract", ("-m", FloatModel), ("-b", 9), ("-s", data.FilePath("some.npz")), ("-d", data.Path))
        );
        Assert.Equal("9 samples are wanted, the training data has 8", error.Message);
        Assert.False(File.Exists(data.FilePath("some.npz")));
    }

    [Fact]
    public void Eval_gives_the_accuracy_of_float_and_quantized_models()
    {
        using MnistFolder data = new(training: 4, test: 40);

        foreach (string model in new[] { FloatModel, QuantizedModel })
        {
            string line = Assert.Single(Run("eval", ("-m", model), ("-d", data.Path)).Lines);
            Assert.Matches(@"^Validation accuracy:  0(\.\d+)?$", line);
        }
    }

    [Fact]
    public void The_converted_model_predicts_what_the_quantized_one_does()
    {
        using MnistFolder data = new(training: 4, test: 40);

        string quantized = Assert.Single(Run("eval", ("-m", QuantizedModel), ("-d", data.Path)).Lines);
        string converted = Assert.Single(Run("eval", ("-m", QuantizedModel), ("-ak", true), ("-d", data.Path)).Lines);

        Assert.Equal(quantized.Replace("Validation accuracy:  ", "Accuracy: "), converted);
    }

    [Fact]
    public void A_model_of_other_shapes_is_refused()
    {
        string other = Path.Combine(TestFolders.Cases.Single(path => Path.GetFileName(path) == "random_v2_0012"), "float.h5");

        GraphException error = Assert.Throws<GraphException>(() => Run("eval", ("-m", other), ("-d", "nowhere")));
        Assert.Contains("takes inputs of 21×21×8, the data has 28×28×1", error.Message);
    }

    [Fact]
    public void Files_that_do_not_fit_are_named()
    {
        using MnistFolder data = new(training: 4, test: 4, largestLabel: 10);
        DatasetException label = Assert.Throws<DatasetException>(() => MnistData.Load(data.Path));
        Assert.EndsWith("train-labels-idx1-ubyte: label 0 is 10, must be 0 to 9", label.Message);

        File.Delete(data.FilePath("t10k-labels-idx1-ubyte"));
        File.Delete(data.FilePath("train-labels-idx1-ubyte"));
        DatasetException missing = Assert.Throws<DatasetException>(() => MnistData.Load(data.Path));
        Assert.EndsWith("has no train-labels-idx1-ubyte (or train-labels-idx1-ubyte.gz)", missing.Message);
    }

    private static RecordingHost Run(string name, params (string Option, object Value)[] options)
    {
        PipelineAction action = new MnistPipeline().Actions.Single(action => action.Name == name);
        PipelineArguments arguments = new();
        foreach ((string optionName, object value) in options)
        {
            PipelineOption option = action.Options.Single(option => option.Names.Contains(optionName));
            arguments = (option, value) switch
            {
                (PipelineOption<string> text, string given) => arguments.With(text, given),
                (PipelineOption<int> number, int given) => arguments.With(number, given),
                (PipelineOption<bool> flag, bool given) => arguments.With(flag, given),
                _ => throw new InvalidOperationException($"{optionName} takes no {value.GetType().Name}"),
            };
        }

        RecordingHost host = new();
        action.Run(arguments, host);
        return host;
    }
}
