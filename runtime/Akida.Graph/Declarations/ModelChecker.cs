using Akida.Graph.Rules;

namespace Akida.Graph.Declarations;

/// <summary>Checks a declaration for every instance that is known at compile time.</summary>
public static class ModelChecker
{
    /// <summary>All mistakes; one that several instances share is named once, for the first of them, and for a version that the model claims if there is one.</summary>
    public static IReadOnlyList<ModelMistake> Check(ModelDeclaration model, CancellationToken cancellation)
    {
        List<ModelMistake> mistakes = [.. model.Mistakes];
        HashSet<(string?, string, TextLocation)> seen = [];
        foreach (Func<ModelInstance> instance in Instances(model))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach ((ModelMistake mistake, string suffix) in Check(model, instance))
            {
                if (seen.Add((mistake.Finding?.RuleId, mistake.Message, mistake.Location)))
                {
                    mistakes.Add(mistake with { Message = mistake.Message + suffix });
                }
            }
        }

        return mistakes;
    }

    /// <summary>What is claimed first, then the default instance for the versions that are not.</summary>
    private static IEnumerable<Func<ModelInstance>> Instances(ModelDeclaration model)
    {
        ModelDeclaration withoutVariants = model with { Variants = [] };
        AkidaVersion[] unclaimed = [.. new[] { AkidaVersion.V1, AkidaVersion.V2 }.Where(version => !IsClaimed(model, version))];
        return ModelInstance.All(withoutVariants).Select(instance => (Func<ModelInstance>)(() => instance))
            .Concat(model.Variants.Select(variant => (Func<ModelInstance>)(() => ModelInstance.Of(model, variant))))
            .Concat(unclaimed.Select(version => (Func<ModelInstance>)(() => ModelInstance.Default(model, version))));
    }

    private static bool IsClaimed(ModelDeclaration model, AkidaVersion version) =>
        model.Versions.Contains(version) || model.Variants.Any(variant => variant.Version == version);

    private static IEnumerable<(ModelMistake Mistake, string Suffix)> Check(ModelDeclaration model, Func<ModelInstance> make)
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
            return [Wrong(error.Error, error.Message, error.Location)];
        }
        catch (GraphException error)
        {
            return [Wrong(DeclarationError.BadShape, error.Message, model.Location)];
        }

        FindingPlacement placement = new(model, instance, compiled);
        bool claimed = IsClaimed(model, instance.Version);
        return RuleTable.Check(compiled.Graph, new RuleOptions(instance.Version, instance.Variant?.Bits, model.Device))
            .Select(finding => (placement.Place(finding) with { IsClaimed = claimed }, Suffix(instance, version: true, claimed)));

        (ModelMistake, string) Wrong(DeclarationError error, string message, TextLocation location)
        {
            bool isClaimed = instance is null || IsClaimed(model, instance.Version);
            ModelMistake mistake = new(error, null, message, location) { Version = instance?.Version, IsClaimed = isClaimed };
            return (mistake, Suffix(instance, version: !isClaimed, isClaimed));
        }
    }

    private static string Suffix(ModelInstance? instance, bool version, bool claimed)
    {
        if (instance is null)
        {
            return "";
        }

        List<string> parts = instance.Description.Length > 0 ? [instance.Description] : [];
        if (version)
        {
            parts.Add($"Akida {(instance.Version == AkidaVersion.V1 ? "1.0" : "2.0")}{(claimed ? "" : ", which the model does not claim")}");
        }

        return parts.Count == 0 ? "" : $" (for {string.Join(", ", parts)})";
    }
}
