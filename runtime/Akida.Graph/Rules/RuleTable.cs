using Akida.Graph.Rules.Activations;
using Akida.Graph.Rules.Convolutions;
using Akida.Graph.Rules.Device;
using Akida.Graph.Rules.Pooling;

namespace Akida.Graph.Rules;

/// <summary>All rules.</summary>
public static class RuleTable
{
    /// <summary>The rules, by id.</summary>
    public static IReadOnlyList<Rule> All { get; } =
    [
        new KernelSquareRule(),
        new ReluBoundedRule(),
        new GapOrderRule(),
        new KernelSizeRule(),
    ];

    /// <summary>Everything in a float model that Akida does not accept.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">For what it is checked.</param>
    /// <exception cref="GraphException">The graph's shapes do not fit, or it is quantised.</exception>
    public static IReadOnlyList<Finding> Check(ModelGraph model, RuleOptions options) => Check(RuleContext.ForFloat(model, options));

    /// <summary>Everything in a model that Akida does not accept.</summary>
    public static IReadOnlyList<Finding> Check(RuleContext context) =>
        [.. All.Where(rule => rule.Versions.Contains(context.Version)).SelectMany(rule => rule.Check(context))];
}
