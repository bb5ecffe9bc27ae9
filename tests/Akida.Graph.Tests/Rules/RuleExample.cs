using Akida.Graph.Building;
using Akida.Graph.Lowering;
using Akida.Graph.Operations;
using Akida.Graph.Rules;
using Akida.Testing.Models;

namespace Akida.Graph.Tests.Rules;

/// <summary>A model that breaks a rule, and one that keeps to it.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Versions">The versions that the example is for.</param>
/// <param name="Wrong">The one that breaks it.</param>
/// <param name="Right">The one that keeps to it.</param>
public sealed record RuleExample(
    Rule Rule,
    AkidaVersion[] Versions,
    Func<AkidaVersion, RuleContext> Wrong,
    Func<AkidaVersion, RuleContext> Right
)
{
    /// <summary>The bits of a version's examples.</summary>
    public static BitWidths UsualBits(AkidaVersion version) => BitWidths.UsualFor(version);

    /// <summary>An example of a float model.</summary>
    public static RuleExample Of<TRule>(AkidaVersion[] versions, Action<ExampleModel> wrong, Action<ExampleModel> right)
        where TRule : Rule => new(RuleTable.Of<TRule>(), versions, Context(wrong), Context(right));

    private static Func<AkidaVersion, RuleContext> Context(Action<ExampleModel> build) =>
        version =>
        {
            ExampleModel model = new(version);
            build(model);
            return RuleContext.ForFloat(model.Build(), new RuleOptions(version, model.Bits, Weights: model.Weights));
        };
}
