using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Operations;

namespace Akida.Cli.Tests;

/// <summary>The actions of <c>cnn2snn</c>.</summary>
public class Cnn2snnTests
{
    [Fact]
    public void ReshapeChangesTheInput()
    {
        using TemporaryFolder folder = new();
        CommandLine.RunWell("akida_models", "create", "-s", folder["net.h5"], "gxnor_mnist");

        string said = CommandLine.RunWell("cnn2snn", "reshape", "-m", folder["net.h5"], "-ih", "32", "-iw", "40");

        Assert.Equal($"Model saved as {folder["net_32_40.h5"]}", said.TrimEnd());
        Assert.Equal(new TensorShape(32, 40, 1), ((InputLayer)KerasFile.Read(folder["net_32_40.h5"]).Graph.Input.Operation).Shape);
    }
}
