using Akida.Graph.Lowering;
using Akida.Graph.Rules;

namespace Akida.Graph.Declarations;

/// <summary>Checks a declaration for every instance that is known at compile time.</summary>
public static class ModelChecker
{
    /// <summary>
    /// All mistakes; one that several instances share is named once, for all of them that the model claims if there are such.
    /// </summary>
    /// <param name="model">The declaration.</param>
    /// <param name="lower">What quantises its instances.</param>
    /// <param name="cancellation">Ends the checking.</param>
    public static IReadOnlyList<ModelMistake> Check(ModelDeclaration model, LowerInitially lower, CancellationToken cancellation)
    {
        if (model.Mistakes.Count > 0)
        {
            // What could not be read as it should be says nothing about the rest.
            return model.Mistakes;
        }

        Dictionary<(Rule?, string, TextLocation), FoundMistake> found = [];
        List<FoundMistake> inOrder = [];
        InstanceCompiler compiler = new(model);
        foreach (Func<ModelInstance> instance in Instances(model))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (FoundMistake mistake in Check(model, instance, compiler, lower))
            {
                (Rule?, string, TextLocation) key = (mistake.Mistake.Finding?.Rule, mistake.Mistake.Message, mistake.Mistake.Location);
                if (!found.TryGetValue(key, out FoundMistake first))
                {
                    found.Add(key, mistake);
                    inOrder.Add(mistake);
                }
                else if (first.Mistake.IsClaimed == mistake.Mistake.IsClaimed)
                {
                    first.Add(mistake);
                }
            }
        }

        return [.. inOrder.Select(mistake => mistake.Describe())];
    }

    /// <summary>What is claimed first, then the default instance for the versions that are not.</summary>
    private static IEnumerable<Func<ModelInstance>> Instances(ModelDeclaration model)
    {
        ModelDeclaration withoutVariants = model with { Variants = [] };
        AkidaVersion[] unclaimed = [.. new[] { AkidaVersion.V1, AkidaVersion.V2 }.Where(version => !IsClaimed(model, version))];
        return ModelInstance
            .All(withoutVariants)
            .Select(instance => (Func<ModelInstance>)(() => instance))
            .Concat(model.Variants.Select(variant => (Func<ModelInstance>)(() => ModelInstance.Of(model, variant))))
            .Concat(unclaimed.Select(version => (Func<ModelInstance>)(() => ModelInstance.Default(model, version))));
    }

    private static bool IsClaimed(ModelDeclaration model, AkidaVersion version) =>
        model.Versions.Contains(version) || model.Variants.Any(variant => variant.Version == version);

    private static IEnumerable<FoundMistake> Check(
        ModelDeclaration model,
        Func<ModelInstance> make,
        InstanceCompiler compiler,
        LowerInitially lower
    )
    {
        ModelInstance? instance = null;
        CompiledModel compiled;
        try
        {
            instance = make();
            compiled = compiler.Compile(instance);
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

        // One argument can make several layers, all with the same mistake.
        return RuleTable
            .Check(compiled.Graph, new RuleOptions(instance.Version, instance.Variant?.Bits, model.Device) { Lower = lower })
            .Select(finding => placement.Place(finding))
            .GroupBy(mistake => (mistake.Finding!.Rule, mistake.Finding.Setting ?? mistake.Finding.Layer, mistake.Location))
            .Select(same => new FoundMistake(same.First() with { IsClaimed = claimed }, instance));

        FoundMistake Wrong(DeclarationError error, string message, TextLocation location)
        {
            bool isClaimed = instance is null || IsClaimed(model, instance.Version);
            return new FoundMistake(
                new ModelMistake(error, null, message, location) { Version = instance?.Version, IsClaimed = isClaimed },
                instance
            );
        }
    }
}
