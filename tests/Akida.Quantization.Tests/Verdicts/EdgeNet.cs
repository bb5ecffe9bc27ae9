using Akida.Graph;
using Akida.Graph.Rules;
using Akida.Testing.Models;

namespace Akida.Quantization.Tests.Verdicts;

/// <summary>A small net just inside or just outside of a rule, with the verdict that the published rules give.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Version">The Akida version.</param>
/// <param name="Build">The net.</param>
/// <param name="Refused">The tool's rule that it breaks, or null.</param>
/// <param name="Device">The limit of the hardware that it is beyond, or null.</param>
public sealed record EdgeNet(string Name, AkidaVersion Version, Action<ExampleModel> Build, Rule? Refused, Rule? Device)
{
    /// <summary>A net that tools and hardware take.</summary>
    public static EdgeNet Fits(AkidaVersion version, string name, Action<ExampleModel> build) => new(name, version, build, null, null);

    /// <summary>A net that the tools refuse, or run in part only.</summary>
    public static EdgeNet Breaks<TRule>(AkidaVersion version, string name, Action<ExampleModel> build)
        where TRule : Rule => new(name, version, build, RuleTable.Of<TRule>(), null);

    /// <summary>A net that the tools take, but not the hardware.</summary>
    public static EdgeNet Exceeds<TRule>(AkidaVersion version, string name, Action<ExampleModel> build)
        where TRule : Rule => new(name, version, build, null, RuleTable.Of<TRule>());
}
