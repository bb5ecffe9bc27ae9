namespace Akida.Graph.Catalogue;

/// <summary>A model of the DSL: what the generator makes of a class with <see cref="AkidaModelAttribute"/>.</summary>
public interface IAkidaModel
{
    /// <summary>The graph of this instance for an Akida version.</summary>
    /// <exception cref="GraphException">The options do not give a model that can be.</exception>
    ModelGraph Build(AkidaVersion version);
}

/// <summary>A model whose weights do not all begin as its layers' initialisers say.</summary>
public interface IInitializesWeights : IAkidaModel
{
    /// <summary>The weights that <paramref name="graph"/>, a graph of this model, begins with.</summary>
    WeightSet InitializeWeights(ModelGraph graph, int seed);
}

/// <summary>A model that replaces the end of a trained one, whose options therefore follow from that one.</summary>
public interface IBuiltOnModel : IAkidaModel
{
    /// <summary>This model for a given base model.</summary>
    /// <param name="baseModel">The graph of the base model.</param>
    /// <param name="baseLayer">The layer of it that gives way.</param>
    /// <exception cref="GraphException">The model cannot be built on that layer.</exception>
    IAkidaModel On(ModelGraph baseModel, string baseLayer);
}

/// <summary>What can be done with every model.</summary>
public static class AkidaModelExtensions
{
    /// <summary>
    /// The model for an Akida version (that of <see cref="AkidaTarget"/> if not given) with the weights that it begins with.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="version">The Akida version.</param>
    /// <param name="seed">Where the random numbers start.</param>
    /// <exception cref="GraphException">The options do not give a model that can be.</exception>
    public static Model Initialize(this IAkidaModel model, AkidaVersion? version = null, int seed = 0)
    {
        ModelGraph graph = model.Build(version ?? AkidaTarget.Current);
        return new Model(
            graph,
            model is IInitializesWeights own ? own.InitializeWeights(graph, seed) : WeightInitialization.Create(graph, seed)
        );
    }
}
