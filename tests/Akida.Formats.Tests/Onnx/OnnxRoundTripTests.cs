using Akida.Formats;
using Akida.Formats.Onnx;
using Akida.Graph;
using Akida.Graph.Operations;
using Akida.Testing;

namespace Akida.Formats.Tests.Onnx;

/// <summary>Our own exports, imported again.</summary>
public sealed class OnnxRoundTripTests
{
    // The largest are slow to run and show nothing that the others do not.
    private const long LargestFile = 4 << 20;

    public static TheoryData<string> Cases =>
        [
            .. TestFolders
                .Cases.Where(folder => new FileInfo(Path.Combine(folder, "float.h5")) is { Exists: true, Length: < LargestFile })
                .Select(folder => Path.GetFileName(folder)),
        ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_export_is_imported_as_what_it_was(string name)
    {
        Model original = KerasFile.Read(Path.Combine(TestFolders.Cases.Single(folder => Path.GetFileName(folder) == name), "float.h5"));
        Model imported = OnnxComparison.AssertSame(OnnxExport.ToBytes(original), channelsFirst: false);

        Assert.Equal(Convolutions(original), Convolutions(imported));
        Assert.Equal(original.Graph.Input.Name, imported.Graph.Input.Name);
    }

    private static IEnumerable<(string, string)> Convolutions(Model model) =>
        model.Graph.Layers.Where(node => node.Operation is WeightedOperation).Select(node => (node.Name, node.Operation.ClassName));
}
