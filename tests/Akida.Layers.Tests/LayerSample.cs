using Akida.Graph;
using Akida.Testing.Models;

namespace Akida.Layers.Tests;

/// <summary>A tiny model with a layer of one kind, <see cref="Tested"/>, among layers that all phases take.</summary>
/// <param name="Operation">The kind: a type of operation.</param>
/// <param name="Build">Builds the model for an Akida version.</param>
/// <param name="Setting">What tells the row from others of the kind, if there are any.</param>
public sealed record LayerSample(Type Operation, Action<ExampleModel, AkidaVersion> Build, string? Setting = null)
{
    /// <summary>The name of the layer that is tested.</summary>
    public const string Tested = "tested";

    /// <summary>
    /// The model that is quantised, where quantising is what brings layers of the kind into it; otherwise the model itself is.
    /// </summary>
    public Action<ExampleModel, AkidaVersion>? QuantisedFrom { get; init; }

    /// <summary>What the row is called.</summary>
    public string Name => Setting is null ? Operation.Name : $"{Operation.Name} ({Setting})";

    /// <summary>The model.</summary>
    public ModelGraph Graph(AkidaVersion version) => Graph(Build, version);

    /// <summary>The model that is quantised.</summary>
    public ModelGraph FloatGraph(AkidaVersion version) => Graph(QuantisedFrom ?? Build, version);

    private static ModelGraph Graph(Action<ExampleModel, AkidaVersion> build, AkidaVersion version)
    {
        ExampleModel model = new(version);
        build(model, version);
        return model.Build();
    }
}
