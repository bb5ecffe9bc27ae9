using System.Xml.Linq;
using Akida.Testing.Compiling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Akida.Dsl.Generators.Tests;

/// <summary>What an editor shows when the pointer rests on something.</summary>
public class HoverTests
{
    private const string Source = """
        using Akida;

        /// <summary>A block.</summary>
        [AkidaBlock]
        public sealed partial class PairAttribute(int filters) : BlockAttribute
        {
            /// <summary>Channels.</summary>
            public int Filters { get; } = filters;
            [ConvBlock("filters", 3)] public partial Layer First { get; }
            [ConvBlock("filters", 1)] public partial Layer Second { get; }
        }

        /// <summary>A model.</summary>
        [AkidaModel("small"), Input("Size", "Size", 3), BlockDefaults(Padding = Padding.Same, BatchNorm = true), Variant]
        public sealed partial class Small
        {
            [Option("-s", "--size", Default = 80, Choices = new object[] { 40, 80 }, Help = "height & width")]
            public partial int Size { get; init; }
            [ConvBlock(64, 3)] public partial Layer Conv1 { get; }
            [ConvBlock(64, 3, Strides = 2, Repeat = 3)] public partial Layer Deep { get; }
            [Pair(8)] public partial Layer Pair { get; }
        }
        """;

    [Theory]
    [InlineData("Small", "Conv1", "Conv1: 80×80×64, 2,048 parameters.", "ConvBlock on Akida 2.0: conv_1 → conv_1/BN → conv_1/relu.")]
    [InlineData("Small", "Deep", "Deep: 10×10×64, 111,552 parameters.", "ConvBlock on Akida 2.0: deep_0 → … → deep_2/relu (9 layers).")]
    [InlineData(
        "Small",
        "Pair",
        "Pair: 10×10×8, 4,752 parameters.",
        "ConvBlock on Akida 2.0: pair/first → pair/first/BN → pair/first/relu → pair/second → pair/second/BN → pair/second/relu."
    )]
    [InlineData("Small", "Size", "Height & width. One of 40, 80. -s, --size; 80 if not given.", "")]
    [InlineData("PairAttribute", "First", "First: ConvBlock, whose shapes are those of the model that uses the block.", "")]
    public void A_property_says_what_it_is(string type, string property, string summary, string remarks)
    {
        ISymbol member = Compiled().GetTypeByMetadataName(type)!.GetMembers(property).Single();
        XElement documentation = XElement.Parse(
            member.GetDocumentationCommentXml(cancellationToken: TestContext.Current.CancellationToken)!
        );

        Assert.Equal(summary, documentation.Element("summary")!.Value);
        Assert.Equal(remarks, documentation.Element("remarks")?.Value ?? "");
    }

    [Fact]
    public void Everything_generated_is_documented()
    {
        Diagnostic[] undocumented =
        [
            .. Compiled()
                .GetDiagnostics(TestContext.Current.CancellationToken)
                .Where(diagnostic => diagnostic.Id.StartsWith("CS15", StringComparison.Ordinal)),
        ];

        Assert.Empty(undocumented);
    }

    [Fact]
    public void Every_argument_of_every_attribute_is_documented()
    {
        string file = Path.ChangeExtension(typeof(AkidaModelAttribute).Assembly.Location, ".xml");
        HashSet<string> documented = [.. XDocument.Load(file).Descendants("member").Select(member => member.Attribute("name")!.Value)];
        IEnumerable<string> members =
            from type in typeof(AkidaModelAttribute).Assembly.GetExportedTypes()
            from member in type.IsEnum
                ? type.GetFields().Where(field => field.IsStatic).Select(field => $"F:{type}.{field.Name}")
                : type.GetProperties().Where(property => property.DeclaringType == type).Select(property => $"P:{type}.{property.Name}")
            select member;

        // The XML of a record struct names its primary constructor's parameters on the type.
        Assert.Empty(members.Where(member => !member.StartsWith("P:Akida.Layer.", StringComparison.Ordinal)).Except(documented));
    }

    private static Compilation Compiled()
    {
        CSharpParseOptions options = ModelCompilation.ParseOptions.WithDocumentationMode(DocumentationMode.Diagnose);
        SyntaxTree tree = CSharpSyntaxTree.ParseText(Source, options, "Model.cs", cancellationToken: TestContext.Current.CancellationToken);
        CSharpGeneratorDriver
            .Create([new AkidaModelGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(
                TestCompilation.Create(tree),
                out Compilation compilation,
                out _,
                TestContext.Current.CancellationToken
            );
        return compilation;
    }
}
