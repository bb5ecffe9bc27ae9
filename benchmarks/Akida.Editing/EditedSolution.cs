using System.Runtime.CompilerServices;
using System.Text;
using Akida.Dsl.Generators;
using Akida.Graph;
using Akida.Integers;
using Akida.Kernels;
using Akida.Simulator.Kernels;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Akida.Editing;

/// <summary>The zoo, a model of 60 layers and a file without models, as an editor holds them.</summary>
internal sealed class EditedSolution
{
    /// <summary>How many layers the model that is edited declares.</summary>
    public const int Layers = 60;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Preview, DocumentationMode.Parse);

    private EditedSolution(CSharpCompilation compilation, SyntaxTree model, SyntaxTree unrelated)
    {
        Compilation = compilation;
        Model = model;
        Unrelated = unrelated;
    }

    /// <summary>What was written by hand.</summary>
    public CSharpCompilation Compilation { get; }

    /// <summary>The file of the model.</summary>
    public SyntaxTree Model { get; }

    /// <summary>The file without models.</summary>
    public SyntaxTree Unrelated { get; }

    /// <summary>A driver that has not run yet.</summary>
    public static GeneratorDriver CreateDriver() =>
        CSharpGeneratorDriver.Create([new AkidaModelGenerator().AsSourceGenerator()], parseOptions: ParseOptions);

    /// <summary>Reads the zoo from the checkout.</summary>
    public static EditedSolution Open()
    {
        string zoo = Path.Combine(Repository(), "zoo", "Akida.Zoo");
        SyntaxTree[] trees =
        [
            .. Directory.GetFiles(zoo, "*.cs").Order(StringComparer.Ordinal).Select(path => Parse(File.ReadAllText(path), path)),
        ];
        SyntaxTree usings = Parse(
            "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global "
                + "using System.Threading; global using System.Threading.Tasks;",
            "GlobalUsings.cs"
        );
        SyntaxTree model = Parse(ModelSource(), "SixtyLayers.cs"),
            unrelated = Parse(
                "namespace Other;\n\ninternal static class Unrelated\n{\n    public const int Value = 1;\n}\n",
                "Unrelated.cs"
            );
        IEnumerable<MetadataReference> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path =>
                Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)
                || Path.GetFileName(path) is "netstandard.dll" or "mscorlib.dll"
            )
            .Concat([
                typeof(AkidaModelAttribute).Assembly.Location,
                typeof(ModelGraph).Assembly.Location,
                typeof(IntegerProgram).Assembly.Location,
                typeof(EmittedKind).Assembly.Location,
                typeof(KernelSet).Assembly.Location,
            ])
            .Select(path => MetadataReference.CreateFromFile(path));
        CSharpCompilationOptions options = new(
            OutputKind.DynamicallyLinkedLibrary,
            allowUnsafe: true,
            nullableContextOptions: NullableContextOptions.Enable
        );
        return new EditedSolution(
            CSharpCompilation.Create("Akida.Zoo", [.. trees, usings, model, unrelated], references, options),
            model,
            unrelated
        );
    }

    /// <summary>The solution after a change of the filters of a layer in the middle of the model.</summary>
    public EditedSolution EditModel(int filters)
    {
        SourceText text = Model.GetText();
        const string before = "[ConvBlock(",
            after = ", 3)] public partial Layer Layer30 ";
        int end = text.ToString().IndexOf(after, StringComparison.Ordinal),
            start = text.ToString().LastIndexOf(before, end, StringComparison.Ordinal) + before.Length;
        SyntaxTree changed = Model.WithChangedText(text.WithChanges(new TextChange(TextSpan.FromBounds(start, end), $"{filters}")));
        return new EditedSolution(Compilation.ReplaceSyntaxTree(Model, changed), changed, Unrelated);
    }

    /// <summary>The solution after a change of a number in the file without models.</summary>
    public EditedSolution EditUnrelated(int value)
    {
        SourceText text = Unrelated.GetText();
        int start = text.ToString().IndexOf("= ", StringComparison.Ordinal) + 2,
            end = text.ToString().IndexOf(';', start);
        SyntaxTree changed = Unrelated.WithChangedText(text.WithChanges(new TextChange(TextSpan.FromBounds(start, end), $"{value}")));
        return new EditedSolution(Compilation.ReplaceSyntaxTree(Unrelated, changed), Model, changed);
    }

    /// <summary>A model for both versions: options with choices, pooling and separable convolutions here and there.</summary>
    private static string ModelSource()
    {
        StringBuilder source = new();
        source.Append(
            """
            using Akida;

            namespace Edited;

            /// <summary>Sixty layers.</summary>
            [AkidaModel("sixty_layers")]
            [Input("Size", "Size", 3), Rescaling(1 / 128.0, -1)]
            [BlockDefaults(Padding = Padding.Same, UseBias = false, BatchNorm = true, ReluV1 = "ReLU6", ReluV2 = "ReLU7.5")]
            [Variant]
            public sealed partial class SixtyLayers
            {
                [Option("-s", "--size", Default = 128, Choices = new object[] { 64, 128 }, Help = "height and width of the input")]
                public partial int Size { get; init; }


            """
        );
        for (int layer = 0; layer < Layers - 1; layer++)
        {
            string block = layer % 4 == 3 ? "SeparableConvBlock" : "ConvBlock";
            string strides =
                layer is 2 or 11 or 26 ? ", Strides = 2"
                : layer is 5 or 41 ? ", Pooling = Pooling.Max"
                : layer == Layers - 2 ? ", Pooling = Pooling.GlobalAverage"
                : "";
            source.Append($"    [{block}({32 + layer}, 3{strides})] public partial Layer Layer{layer} {{ get; }}\n");
        }

        return source
            .Append("    [DenseBlock(10, BatchNorm = false, Relu = null)] public partial Layer Classifier { get; }\n}\n")
            .ToString();
    }

    private static SyntaxTree Parse(string source, string path) =>
        CSharpSyntaxTree.ParseText(SourceText.From(source, Encoding.UTF8), ParseOptions, path);

    private static string Repository([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
