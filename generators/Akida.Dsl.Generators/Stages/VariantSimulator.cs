using Akida.Graph;
using Akida.Graph.Declarations;

namespace Akida.Dsl.Generators.Stages;

/// <summary>The simulator class of a variant, as far as those who use it see it.</summary>
/// <param name="Model">The model.</param>
/// <param name="Variant">The variant.</param>
/// <param name="Name">The name of the class.</param>
/// <param name="Words">Options, version, bits and shapes in words.</param>
/// <param name="Graph">The float graph of the variant.</param>
internal sealed record VariantSimulator(ModelDeclaration Model, VariantDeclaration Variant, string Name, string Words, ModelGraph Graph)
{
    /// <summary>Where the class is.</summary>
    public SimulatorPlace Place => new(Model.Namespace, Model.ClassName, Name);

    /// <summary>The simulators of a model's variants; one whose options do not give a model is left out, the analyzer says why.</summary>
    public static EquatableArray<VariantSimulator> Create(ModelDeclaration model, InstanceCompiler compiler) =>
        model.Variants.SelectMany(variant => Create(model, variant, compiler)).ToEquatableArray();

    private static IEnumerable<VariantSimulator> Create(ModelDeclaration model, VariantDeclaration variant, InstanceCompiler compiler)
    {
        ModelInstance instance;
        GraphIndex index;
        try
        {
            instance = ModelInstance.Of(model, variant);
            index = new GraphIndex(compiler.Compile(instance).Graph);
        }
        catch (Exception error) when (error is DeclarationException or GraphException)
        {
            return [];
        }

        string bits = $"I{variant.Bits.Input}W{variant.Bits.Weight}A{variant.Bits.Activation}";
        string options = new([.. instance.Description.Where(char.IsLetterOrDigit)]);
        string[] words = [instance.Description, variant.Version.Name(), $"bits {variant.Bits}"];
        string shapes = $"{index.Shape(index.Graph.Input.Name)} → {string.Join(", ", index.Graph.Outputs.Select(index.Shape))}";
        return
        [
            new VariantSimulator(
                model,
                variant,
                variant.Name ?? $"Simulator{variant.Version}{bits}{options}",
                $"{string.Join(", ", words.Where(part => part.Length > 0))}; {shapes}",
                index.Graph
            ),
        ];
    }
}

/// <summary>Where a simulator class is.</summary>
/// <param name="Namespace">The namespace of the model; empty for the global one.</param>
/// <param name="ModelClass">The class of the model.</param>
/// <param name="Name">The class of the simulator, inside that of the model.</param>
internal sealed record SimulatorPlace(string Namespace, string ModelClass, string Name)
{
    /// <summary>The name of its emitted files, without extension.</summary>
    public string FileName => $"{EmittedFile.Of(Namespace, ModelClass)}.{Name}";
}
