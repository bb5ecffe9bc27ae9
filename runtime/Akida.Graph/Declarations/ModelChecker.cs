using Akida.Graph.Rules;

namespace Akida.Graph.Declarations;

/// <summary>What is wrong with a declared model.</summary>
/// <param name="Error">The kind of mistake, unless a rule is broken.</param>
/// <param name="RuleId">The rule that is broken, or null.</param>
/// <param name="Message">What is wrong, for which instance.</param>
/// <param name="Location">Where.</param>
public sealed record ModelMistake(DeclarationError Error, string? RuleId, string Message, TextLocation Location);

/// <summary>Checks a declaration for every instance that is known at compile time.</summary>
public static class ModelChecker
{
    /// <summary>All mistakes; one that several instances share is named once, for the first of them.</summary>
    public static IReadOnlyList<ModelMistake> Check(ModelDeclaration model, CancellationToken cancellation)
    {
        List<ModelMistake> mistakes = [.. model.Mistakes];
        HashSet<(string?, string, TextLocation)> seen = [];
        foreach (Func<ModelInstance> instance in Instances(model))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach ((DeclarationError error, string? rule, string message, string suffix, TextLocation location) in Check(model, instance))
            {
                if (seen.Add((rule, message, location)))
                {
                    mistakes.Add(new ModelMistake(error, rule, message + suffix, location));
                }
            }
        }

        return mistakes;
    }

    private static IEnumerable<Func<ModelInstance>> Instances(ModelDeclaration model)
    {
        ModelDeclaration withoutVariants = model with { Variants = [] };
        return ModelInstance.All(withoutVariants).Select(instance => (Func<ModelInstance>)(() => instance))
            .Concat(model.Variants.Select(variant => (Func<ModelInstance>)(() => ModelInstance.Of(model, variant))));
    }

    private static IEnumerable<(DeclarationError, string?, string, string, TextLocation)> Check(ModelDeclaration model, Func<ModelInstance> make)
    {
        ModelInstance? instance = null;
        CompiledModel compiled;
        try
        {
            instance = make();
            compiled = DeclarationCompiler.Compile(model, instance);
        }
        catch (DeclarationException error)
        {
            return [(error.Error, null, error.Message, Suffix(instance, version: false), error.Location)];
        }
        catch (GraphException error)
        {
            return [(DeclarationError.BadShape, null, error.Message, Suffix(instance, version: false), model.Location)];
        }

        return RuleTable.Check(compiled.Graph, instance.Version).Select(finding =>
            (DeclarationError.BadShape, (string?)finding.RuleId, finding.Message, Suffix(instance, version: true), Locate(instance, compiled, finding)));
    }

    private static TextLocation Locate(ModelInstance instance, CompiledModel compiled, Finding finding)
    {
        LayerDeclaration layer = compiled.Origins[finding.Layer];
        IReadOnlyDictionary<string, Argument> arguments = EffectiveArguments.For(layer, instance.Version);
        return finding.Setting is { } setting && SettingNames.ArgumentOf(setting) is { } name && arguments.TryGetValue(name, out Argument? argument)
            ? argument.Location
            : layer.Location;
    }

    private static string Suffix(ModelInstance? instance, bool version)
    {
        string[] parts =
        [
            .. instance is { Description.Length: > 0 } ? [instance.Description] : Array.Empty<string>(),
            .. version && instance is not null ? [instance.Version == AkidaVersion.V1 ? "Akida 1.0" : "Akida 2.0"] : Array.Empty<string>(),
        ];
        return parts.Length == 0 ? "" : $" (for {string.Join(", ", parts)})";
    }
}
