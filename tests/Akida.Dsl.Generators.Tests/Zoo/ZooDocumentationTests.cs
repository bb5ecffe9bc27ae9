using System.Text.RegularExpressions;
using System.Xml.Linq;
using Akida.Testing.Compiling;
using Microsoft.CodeAnalysis;

namespace Akida.Dsl.Generators.Tests.Zoo;

/// <summary>Whatever is generated for the zoo, its simulators too, says on hover what it is.</summary>
public sealed partial class ZooDocumentationTests
{
    /// <summary>Blocks of one's own, options and a simulator with a name: what the zoo has not.</summary>
    private const string Others = """
        namespace Sample;

        /// <summary>Two convolutions in a row.</summary>
        [AkidaBlock]
        public sealed partial class PairAttribute(int filters) : BlockAttribute
        {
            /// <summary>Channels.</summary>
            public int Filters { get; } = filters;
            [ConvBlock("filters", 3)] public partial Layer First { get; }
            [ConvBlock("filters", 3)] public partial Layer Second { get; }
        }

        /// <summary>A model with an option.</summary>
        [AkidaModel("named"), Input("Size", "Size", 3), BlockDefaults(Padding = Padding.Same, BatchNorm = true)]
        [Variant("Size = 40", Name = "Fast")]
        public sealed partial class Named
        {
            [Option("-s", "--size", Default = 80, Choices = new object[] { 40, 80 }, Help = "height & width")]
            public partial int Size { get; init; }
            [ConvBlock(64, 3)] public partial Layer Conv1 { get; }
            [Pair(8)] public partial Layer Pair { get; }
        }
        """;

    private static readonly Lazy<(Compilation Compilation, ISymbol[] Members)> Zoo = new(Generate);

    private readonly Compilation compilation = Zoo.Value.Compilation;
    private readonly ISymbol[] members = Zoo.Value.Members;

    [Fact]
    public void The_compiler_misses_no_documentation() =>
        Assert.Empty(
            compilation
                .GetDiagnostics(TestContext.Current.CancellationToken)
                .Where(diagnostic =>
                    diagnostic.Severity == DiagnosticSeverity.Error || diagnostic.Id.StartsWith("CS15", StringComparison.Ordinal)
                )
                .Select(diagnostic => diagnostic.ToString())
        );

    [Fact]
    public void Every_public_member_has_a_summary_that_says_something()
    {
        Assert.Contains(members, member => member is IMethodSymbol { Name: "Build" });
        Assert.Contains(members, member => member.Name == "ModelCatalogue");
        Assert.Empty(
            members.Where(member => !SentencePattern().IsMatch(Summary(member))).Select(member => $"{member}: '{Summary(member)}'")
        );
    }

    [Fact]
    public void Every_layer_says_its_shape_and_its_parameters()
    {
        IPropertySymbol[] layers =
        [
            .. members.OfType<IPropertySymbol>().Where(property => property.Type.ToString() == "Akida.Layer" && !IsOfBlock(property)),
        ];

        Assert.True(layers.Length > 100);
        Assert.All(layers, layer => Assert.Matches($@"^{layer.Name}: \d+(×\d+)*, \d[\d,]* parameters\.$", Summary(layer)));
        Assert.All(layers, layer => Assert.Matches(@"^\w+ on Akida [12]\.0: .+\.$", Element(layer, "remarks")));
    }

    [Fact]
    public void Every_simulator_says_its_variant_its_shapes_and_its_parameters()
    {
        INamedTypeSymbol[] simulators = [.. members.OfType<INamedTypeSymbol>().Where(type => type.BaseType?.Name == "EmittedSimulator")];

        Assert.Contains(simulators, simulator => simulator.Name == "Fast");
        Assert.True(simulators.Length > 5);
        Assert.All(
            simulators,
            simulator => Assert.Matches(@"^Simulates \w+: .*Akida [12]\.0, bits .+; \d+(×\d+)* → \d+(×\d+)*\.", Summary(simulator))
        );
        Assert.All(
            simulators,
            simulator =>
                Assert.All(
                    simulator
                        .InstanceConstructors.Single(constructor => constructor.DeclaredAccessibility == Accessibility.Public)
                        .Parameters,
                    parameter =>
                        Assert.Contains(
                            Documentation(simulator).Elements("param"),
                            element => element.Attribute("name")?.Value == parameter.Name && element.Value.Length > 10
                        )
                )
        );
    }

    private static (Compilation Compilation, ISymbol[] Members) Generate()
    {
        Compilation generated = ZooCompilation.Generate(
            ZooCompilation.Create(
                ModelCompilation.ParseOptions.WithDocumentationMode(DocumentationMode.Diagnose),
                ("Others.cs", "using Akida;\n" + Others)
            ),
            out IReadOnlyList<SyntaxTree> emitted
        );
        return (generated, [.. ZooCompilation.PublicMembers(generated, emitted)]);
    }

    private static bool IsOfBlock(IPropertySymbol property) =>
        property.ContainingType.BaseType?.Name is "BlockAttribute" or "BackboneAttribute" or "LayerAttribute";

    private static XElement Documentation(ISymbol symbol) =>
        symbol.GetDocumentationCommentXml(cancellationToken: TestContext.Current.CancellationToken) is { Length: > 0 } xml
            ? XElement.Parse(xml)
            : new XElement("member");

    private static string Summary(ISymbol symbol) => Element(symbol, "summary");

    private static string Element(ISymbol symbol, string name) =>
        string.Join(' ', (Documentation(symbol).Element(name)?.Value ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Several words and a full stop.</summary>
    [GeneratedRegex(@"^\S+( \S+){2,}\.$|^\S+( \S+){2,}; .+ if not given\.$", RegexOptions.Singleline)]
    private static partial Regex SentencePattern();
}
