using Akida.Formats;
using Akida.Graph;
using Akida.Testing;

namespace Akida.Formats.Tests;

public sealed class ModelFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("akida-model-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("model.h5")]
    [InlineData("model.HDF5")]
    public void Keras_files_are_loaded(string name)
    {
        File.Copy(ReferenceFiles.PathOf(ReferenceFiles.All[0]), Path.Combine(folder, name));
        Assert.NotEmpty(Assert.IsType<KerasModelFile>(ModelFile.Load(Path.Combine(folder, name))).Model.Graph.Layers);
    }

    [Fact]
    public void Akida_files_are_loaded()
    {
        string path = Path.Combine(folder, "model" + AkidaFile.Extension);
        AkidaFile.Write(path, new AkidaModel("m", AkidaVersion.V1, []));
        Assert.Equal("m", Assert.IsType<AkidaModelFile>(ModelFile.Load(path)).Model.Name);
    }

    [Theory]
    [InlineData("missing.h5", "no such file")]
    [InlineData("missing.safetensors", "no such file")]
    [InlineData(
        "model.fbz",
        "is not a model file: its extension is '.fbz', must be .h5, .hdf5, .safetensors, .onnx; .fbz files of other tools are closed, "
            + "convert the quantised .h5 instead"
    )]
    [InlineData("model", "is not a model file: its extension is '', must be .h5, .hdf5, .safetensors, .onnx")]
    public void Others_are_refused(string name, string message)
    {
        string path = Path.Combine(folder, name);
        Assert.Equal($"{path}: {message}", Assert.Throws<ModelFileException>(() => ModelFile.Load(path)).Message);
    }

    [Fact]
    public void Nothing_is_left_of_a_failed_write()
    {
        string path = Path.Combine(folder, "model.h5");
        File.WriteAllText(path, "old");
        Assert.Throws<InvalidOperationException>(() =>
            AtomicFile.Write(
                path,
                stream =>
                {
                    stream.WriteByte(1);
                    throw new InvalidOperationException();
                }
            )
        );
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder));
        Assert.Throws<ModelFileException>(() => AtomicFile.Write(Path.Combine(folder, "missing", "model.h5"), _ => { }));
    }
}
