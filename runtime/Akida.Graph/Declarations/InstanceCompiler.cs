using Akida.Graph.Expressions;

namespace Akida.Graph.Declarations;

/// <summary>Compiles instances of a model, equal ones once: a variant often is the default instance of its version.</summary>
/// <param name="model">The model.</param>
public sealed class InstanceCompiler(ModelDeclaration model)
{
    private readonly List<(ModelInstance Instance, CompiledModel Model)> compiled = [];

    /// <summary>The graph of an instance.</summary>
    /// <exception cref="DeclarationException">The declaration is wrong for this instance.</exception>
    public CompiledModel Compile(ModelInstance instance)
    {
        foreach ((ModelInstance known, CompiledModel result) in compiled)
        {
            if (known.Version == instance.Version && AreEqual(known.Options, instance.Options))
            {
                return result;
            }
        }

        CompiledModel made = DeclarationCompiler.Compile(model, instance);
        compiled.Add((instance, made));
        return made;
    }

    /// <summary>Whether options of one model have equal values: all instances have all options.</summary>
    private static bool AreEqual(IReadOnlyDictionary<string, Scalar> one, IReadOnlyDictionary<string, Scalar> other) =>
        one.All(option => other[option.Key] == option.Value);
}
