using Akida.Graph.Blocks;
using Akida.Graph.Building;
using Akida.Graph.Expressions;
using Akida.Graph.Operations;

namespace Akida.Graph.Declarations;

/// <summary>A model's graph, and which declaration made each layer.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Origins">The declaration of each graph layer, by name.</param>
/// <param name="LastLayers">The name of the last graph layer of each declaration, in order; its input's where the version does not have
/// it.</param>
public sealed record CompiledModel(
    ModelGraph Graph,
    IReadOnlyDictionary<string, LayerDeclaration> Origins,
    EquatableArray<string> LastLayers
);

/// <summary>Turns a declaration into a graph at compile time, as the emitted code does at run time.</summary>
public static class DeclarationCompiler
{
    /// <summary>The graph of an instance.</summary>
    /// <exception cref="DeclarationException">The declaration is wrong for this instance.</exception>
    public static CompiledModel Compile(ModelDeclaration model, ModelInstance instance)
    {
        GraphBuilder graph = new(NameTemplate.Fill(model.KerasName, instance.Options, model.Location), instance.Version);
        Dictionary<string, string> outputs = [];
        Dictionary<string, LayerDeclaration> origins = [];
        List<string> last = [];
        foreach (LayerDeclaration layer in model.Layers)
        {
            string[] inputs = Inputs(model, layer, outputs, last);
            if (!layer.IsFor(instance.Version))
            {
                Pass(layer, PassedThrough(layer, inputs));
                continue;
            }

            IReadOnlyDictionary<string, Argument> arguments = EffectiveArguments.For(layer, instance.Version);
            object record = ArgumentBinder.Bind(layer, arguments, instance.Options);
            int before = graph.Layers.Count;
            string output = Add(graph, layer, record, inputs, arguments);
            foreach (LayerNode added in graph.Layers.Skip(before))
            {
                origins.Add(added.Name, layer);
            }

            Pass(layer, output);
        }

        return new CompiledModel(graph.Build(), origins, last.ToEquatableArray());

        void Pass(LayerDeclaration layer, string output)
        {
            foreach (string reference in layer.References)
            {
                outputs[reference] = output;
            }

            last.Add(output);
        }
    }

    private static string PassedThrough(LayerDeclaration layer, string[] inputs) =>
        inputs.Length == 1
            ? inputs[0]
            : throw new DeclarationException(
                DeclarationError.BadShape,
                $"a layer of one version only takes one input, found {inputs.Length}",
                layer.Location
            );

    private static string[] Inputs(ModelDeclaration model, LayerDeclaration layer, Dictionary<string, string> outputs, List<string> last)
    {
        if (layer.Kind == "Input")
        {
            return [];
        }

        if (layer.From.Count == 0)
        {
            return last.Count > 0
                ? [last[last.Count - 1]]
                : throw new DeclarationException(DeclarationError.UnknownLayer, "there is no layer before this one", layer.Location);
        }

        return
        [
            .. layer.From.Select(reference =>
                outputs.TryGetValue(reference.Member, out string? output)
                    ? output
                    : throw new DeclarationException(
                        DeclarationError.UnknownLayer,
                        model.Layers.Any(other => other.References.Contains(reference.Member))
                            ? $"'{reference.Member}' does not stand above {layer.Member}, must be declared before it"
                            : $"'{reference.Member}' is no layer above {layer.Member}; those are "
                                + $"{KnownNames.List(reference.Member, outputs.Keys)}",
                        reference.Location
                    )
            ),
        ];
    }

    private static string Add(
        GraphBuilder graph,
        LayerDeclaration layer,
        object record,
        string[] inputs,
        IReadOnlyDictionary<string, Argument> arguments
    )
    {
        try
        {
            return record is LayerBlock block ? graph.Add(layer.Name, block, inputs) : graph.Add(layer.Name, (Operation)record, inputs);
        }
        catch (GraphException error)
        {
            Argument? argument =
                error.Setting is { } setting
                && SettingNames.ArgumentOf(setting, layer.Kind) is { } name
                && arguments.TryGetValue(name, out Argument? found)
                    ? found
                    : null;
            DeclarationError kind = error.Setting == "name" ? DeclarationError.DuplicateName : DeclarationError.BadShape;
            TextLocation? edge =
                error.Setting == "inputs" && layer.From.Count > 0
                    ? layer.From[0].Location.To(layer.From[layer.From.Count - 1].Location)
                    : null;
            throw new DeclarationException(kind, error.Message, argument?.Location ?? edge ?? layer.Location);
        }
    }
}
