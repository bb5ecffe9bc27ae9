using Akida.Graph.Expressions;
using Akida.Graph.Operations;
using Akida.Graph.Rules;

namespace Akida.Graph.Declarations;

/// <summary>Where what a rule found in a graph stands in the declaration, and what change of the declaration mends it.</summary>
/// <param name="model">The declaration.</param>
/// <param name="instance">The instance whose graph was checked.</param>
/// <param name="compiled">That graph.</param>
internal sealed class FindingPlacement(ModelDeclaration model, ModelInstance instance, CompiledModel compiled)
{
    /// <summary>The finding as a mistake of the declaration, but for the words about the instance.</summary>
    public ModelMistake Place(Finding finding)
    {
        LayerDeclaration layer = compiled.Origins[finding.Layer];
        LayerDeclaration? related =
            finding.RelatedLayer is { } name && compiled.Origins[name] is var other && !ReferenceEquals(other, layer) ? other : null;
        return new ModelMistake(DeclarationError.BadShape, finding, finding.Message, LocationOf(finding, layer, related))
        {
            Version = instance.Version,
            Related = related?.Location,
            Fix = FixOf(finding, layer),
        };
    }

    /// <summary>
    /// The variant's argument for a bit width, the argument that gives the setting, the edge to the other layer, or the layer's attribute.
    /// </summary>
    private TextLocation LocationOf(Finding finding, LayerDeclaration layer, LayerDeclaration? related)
    {
        if (finding.Setting is { } setting)
        {
            if (SettingNames.OfVariant(setting) is { } bits)
            {
                return VariantArgument(bits)?.Location ?? instance.Variant?.Location ?? layer.Location;
            }

            if (
                ArgumentOf(setting, finding, layer) is { } name
                && EffectiveArguments.For(layer, instance.Version).TryGetValue(name, out Argument? argument)
            )
            {
                return argument.Location;
            }
        }

        LayerReference? edge = layer.From.FirstOrDefault(reference => related is not null && related.References.Contains(reference.Member));
        return edge?.Location ?? layer.Location;
    }

    private DeclarationFix? FixOf(Finding finding, LayerDeclaration layer)
    {
        if (finding.Fix is not { } fix)
        {
            return null;
        }

        if (SettingNames.OfVariant(fix.Setting) is { } bits)
        {
            return instance.Variant is null ? null : new DeclarationFix(bits, fix.Value, OnlyVersion: null);
        }

        if (ArgumentOf(fix.Setting, finding, layer) is not { } name)
        {
            return null;
        }

        // What depends on the options has no one right value.
        bool given = EffectiveArguments.For(layer, instance.Version).TryGetValue(name, out Argument? argument);
        AkidaVersion? only = model.Versions.Any(version => version != instance.Version) ? instance.Version : null;
        return given && DependsOnOptions(argument!.Value)
            ? null
            : new DeclarationFix(given ? argument!.Name : name, SettingNames.ValueFor(name, fix.Value), only);
    }

    private Argument? VariantArgument(string name) => instance.Variant?.Arguments.FirstOrDefault(argument => argument.Name == name);

    private string? ArgumentOf(string setting, Finding finding, LayerDeclaration layer) =>
        SettingNames.ArgumentOf(setting, layer.Kind, compiled.Graph.Layers.First(node => node.Name == finding.Layer).Operation);

    private static bool DependsOnOptions(ArgumentValue value) =>
        value switch
        {
            ListValue list => list.Items.Any(DependsOnOptions),
            ExpressionValue expression => !IsConstant(expression.Text),
            _ => false,
        };

    private static bool IsConstant(string expression)
    {
        try
        {
            ExpressionEvaluator.Evaluate(ExpressionParser.Parse(expression), new Dictionary<string, Scalar>());
            return true;
        }
        catch (ExpressionException)
        {
            return false;
        }
    }
}
