namespace Akida.Dsl.Generators.Tests;

/// <summary>A class or property of a wrong form gets one diagnostic, and none of the compiler's beside it.</summary>
public class ClassFormTests
{
    private const string Conv = "[ConvBlock(8, 3)] public partial Layer Conv { get; }";

    [Theory]
    [InlineData("partial class Small<T>", "is generic")]
    [InlineData("partial record Small", "is a record")]
    [InlineData("abstract partial class Small", "is abstract")]
    [InlineData("partial class Small(int width)", "has no constructor without parameters")]
    public Task A_class_that_is_not_plain(string declaration, string fault) =>
        Expect(
            $"{Header} public {declaration} {{ {Conv} }}".Replace(
                "(int width) {",
                "(int width) { public int Width { get; } = width;",
                StringComparison.Ordinal
            ),
            $"AKD1011 'Small' Model 'Small' {fault}, must be a class of a namespace that can be made with 'new Small()'"
        );

    [Fact]
    public Task Names_that_are_keywords() =>
        Expect(
            $"namespace @event.@class; {Header} public partial class @struct {{ {Conv} }}",
            "AKD1011 '@struct' Model 'struct' is called as a keyword of C#, must be a class of a namespace that can be made with 'new "
                + "struct()'"
        );

    [Theory]
    [InlineData("namespace @event.@class; using Akida; [AkidaModel(\"small\"), Input(16, 16, 3)]")]
    [InlineData("using Akida; [AkidaModel(\"a\\n\\\"b\"), Input(16, 16, 3)]")]
    public void Odd_names_are_emitted_as_they_are(string header) =>
        Assert.NotEmpty(TestCompilation.Generate($"{header} public partial class Small {{ {Conv} }}"));

    [Fact]
    public void Types_of_the_project_may_have_any_name() =>
        Assert.NotEmpty(
            TestCompilation.Generate(
                $$"""
                namespace Sample;
                using Akida;
                public class ModelGraph; public class GraphBuilder; public class GraphException;
                public class ModelEntry; public class ModelOption; public class Scalar; public class ConvBlock; public class InputLayer;
                [AkidaModel("small"), Input(16, 16, 3)]
                public partial class Small { [Option("-a", "--alpha", Default = 1)] public partial int Alpha { get; init; } {{Conv}} }
                """
            )
        );

    [Fact]
    public Task A_model_inside_another_class() =>
        Expect(
            $"using Akida; public static partial class Models {{ {Attributes} public partial class Small {{ {Conv} }} }}",
            "AKD1011 'Small' Model 'Small' stands inside 'Models', must be a class of a namespace that can be made with 'new Small()'"
        );

    [Fact]
    public Task A_model_without_layers() =>
        Expect(
            $"{Header} public partial class Small {{ }}",
            "AKD1003 'Small' Model 'Small' has no layers; they are properties, such as '[ConvBlock(16, 3)] public partial Layer Conv { "
                + "get; }'"
        );

    [Theory]
    [InlineData("[ConvBlock(8, 3)] public Layer Conv { get; }", "must be declared 'partial', so that it can be generated", "AKD1002")]
    [InlineData("[ConvBlock(8, 3)] public partial Layer Conv { get; set; }", "can be set, a layer must have '{ get; }' only")]
    [InlineData("[ConvBlock(8, 3)] public partial string Conv { get; }", "has the type 'string', a layer must be a 'Layer'")]
    [InlineData("[ConvBlock(8, 3)] private partial Layer Conv { get; }", "is private, must be 'public partial' and nothing else")]
    [InlineData("[ConvBlock(8, 3)] partial Layer Conv { get; }", "is private, must be 'public partial' and nothing else")]
    [InlineData("[ConvBlock(8, 3)] public static partial Layer Conv { get; }", "is static, must be 'public partial' and nothing else")]
    [InlineData("[ConvBlock(8, 3)] public virtual partial Layer Conv { get; }", "is virtual, must be 'public partial' and nothing else")]
    [InlineData("[ConvBlock(8, 3), Dropout(0.5)] public partial Layer Conv { get; }", "has 2 attributes that declare it, must have one")]
    [InlineData(
        "public partial Layer Conv { get; }",
        "is a Layer, but no attribute above it says which; put one there, such as [ConvBlock(16, 3)]"
    )]
    [InlineData(
        "[Option(\"-c\", \"--conv\", Default = 1)] public partial decimal Conv { get; init; }",
        "has the type 'decimal', an option must be an int, double, bool or string"
    )]
    [InlineData(
        "[Option(\"-c\", \"--conv\", Default = 1)] public partial int Conv { get; set; }",
        "must have '{ get; init; }', as every option"
    )]
    public Task A_property_that_is_not_plain(string property, string fault, string id = "AKD1012") =>
        Expect(
            $"{Header} public partial class Small {{ {property} [Conv2D(8, 3)] public partial Layer Other {{ get; }} }}",
            $"{id} 'Conv' Property 'Conv' {fault}"
        );

    [Fact]
    public Task A_name_of_the_generated_part() =>
        Expect(
            $"{Header} public partial class Small {{ [ConvBlock(8, 3)] public partial Layer Build {{ get; }} }}",
            "AKD1012 'Build' Property 'Build' has a name that the generated code needs; choose another"
        );

    [Theory]
    [InlineData("Default = \"half\"", "AKD1013 '\"half\"' the default of 'Alpha' is the text 'half', must be a double")]
    [InlineData(
        "Default = 1, Choices = new object[] { 1, \"2\" }",
        "AKD1013 '\"2\"' a choice of 'Alpha' is the text '2', must be a double"
    )]
    [InlineData(
        "Default = 3, Choices = new object[] { 1, 2.5 }",
        "AKD1013 '3' the default of 'Alpha' is 3, must be one of its choices: 1, 2.5"
    )]
    public Task An_option_of_wrong_values(string values, string expected) =>
        Expect(
            $"{Header} public partial class Small {{ [Option(\"-a\", \"--alpha\", {values})] public partial double Alpha {{ get; init; "
                + $"}} {Conv} }}",
            expected
        );

    [Fact]
    public Task Options_of_wrong_names() =>
        Expect(
            $$"""
            {{Header}} public partial class Small
            {
                [Option("a", "--alpha", Default = 1)] public partial int Alpha { get; init; }
                [Option("-b", "--alpha", Default = 1)] public partial int Beta { get; init; }
                {{Conv}}
            }
            """,
            "AKD1013 '\"a\"' the option is called 'a' on the command line, must begin with '-' and have no spaces",
            "AKD1013 '\"--alpha\"' the option is called '--alpha' on the command line, as 'Alpha' is; choose another name"
        );

    [Theory]
    [InlineData("Alpha", "'Alpha' is given no value; write 'Alpha = 1'")]
    [InlineData("Alpha = big", "Alpha is big, must be a number")]
    [InlineData("Alpha = 3", "Alpha is 3, must be one of its choices: 1, 2")]
    public Task A_variant_of_wrong_values(string text, string expected) =>
        Expect(
            $"{Header} [Variant(\"{text}\")] public partial class Small {{ [Option(\"-a\", \"--alpha\", Default = 1.0, Choices = new "
                + $"object[] {{ 1.0, 2.0 }})] public partial double Alpha {{ get; init; }} {Conv} }}",
            $"AKD1010 'Variant(\"{text}\")' {expected}"
        );

    [Fact]
    public Task A_device_and_versions_that_there_are_not() =>
        Expect(
            $$"""
            using Akida;
            [AkidaModel("small", Device = (AkidaDevice)7, Versions = new AkidaVersion[0]), Input(16, 16, 3)]
            public partial class Small { {{Conv}} }
            """,
            "AKD1008 '(AkidaDevice)7' Device is 7, must be Akd1000 or Akida2Ip",
            "AKD1008 'new AkidaVersion[0]' Versions must name V1, V2 or both"
        );

    [Fact]
    public Task A_repetition_that_leaves_no_layer() =>
        Expect(
            $"{Header} public partial class Small {{ [ConvBlock(8, 3, Repeat = -1)] public partial Layer Conv {{ get; }} }}",
            "AKD1008 '-1' Repeat is -1, must be 1 to 1000"
        );

    [Theory]
    [InlineData("Right", "'Right' does not stand above Left, must be declared before it")]
    [InlineData("Wrong", "'Wrong' is no layer above Left; those are input, Conv")]
    public Task A_From_of_a_layer_below_or_of_none(string from, string expected) =>
        Expect(
            $$"""
            {{Header}} public partial class Small
            {
                {{Conv}}
                [ConvBlock(8, 3, From = "{{from}}")] public partial Layer Left { get; }
                [ConvBlock(8, 3)] public partial Layer Right { get; }
            }
            """,
            $"AKD1006 '\"{from}\"' {expected}"
        );

    [Fact]
    public async Task A_From_of_a_long_model_lists_what_is_like_it()
    {
        string layers = string.Concat(Enumerable.Range(1, 20).Select(i => $"[ReLU] public partial Layer Relu{i} {{ get; }} "));
        string found = Assert.Single(
            await TestCompilation.Diagnose(
                $"{Header} public partial class Small {{ {Conv} {layers} [ReLU(From = \"Konv\")] public partial Layer Last {{ get; }} }}"
            )
        );
        Assert.StartsWith(
            "AKD1006 '\"Konv\"' 'Konv' is no layer above Last; those are input, Conv, Relu1, ",
            found,
            StringComparison.Ordinal
        );
        Assert.EndsWith(" and 14 others", found, StringComparison.Ordinal);
    }

    [Fact]
    public Task A_block_that_says_not_that_it_is_one() =>
        Expect(
            $$"""
            {{Header}} public partial class Small { [Twice] public partial Layer Conv { get; } }
            public sealed class TwiceAttribute : BlockAttribute { }
            """,
            "AKD1012 'Conv' Property 'Conv' is declared by 'TwiceAttribute', which has no [AkidaBlock] and so no layers"
        );

    [Fact]
    public Task Models_whose_names_differ_by_case_only() =>
        Expect(
            $"{Header} public partial class Small {{ {Conv} }} {Attributes} public partial class SMALL {{ {Conv} }}",
            "AKD1011 'Small' Model 'Small' has the name of model 'SMALL' but for upper and lower case, must have one of its own",
            "AKD1011 'SMALL' Model 'SMALL' has the name of model 'Small' but for upper and lower case, must have one of its own"
        );

    [Fact]
    public Task A_backbone_that_is_no_model() =>
        Expect(
            "using Akida; [AkidaModel(\"small\")] public partial class Small { [Backbone(typeof(string))] public partial Layer Conv { "
                + "get; } }",
            "AKD1008 'Backbone(typeof(string))' 'String' has no [AkidaModel], a backbone must be a model"
        );

    [Fact]
    public Task A_generic_block() =>
        Expect(
            $"using Akida; [AkidaBlock] public partial class TwiceAttribute<T> : BlockAttribute {{ {Conv} }}",
            "AKD1011 'TwiceAttribute' Block 'TwiceAttribute' is generic, must be a class of a namespace that can be made with 'new "
                + "TwiceAttribute()'"
        );

    /// <summary>The compiler says enough of these; the generated part adds nothing to it.</summary>
    [Theory]
    [InlineData("[ConvBlok(8, 3)] public partial Layer Conv { get; }", "CS0246,CS0246")]
    [InlineData(
        "[ConvBlock(8, 3)] public partial Layer Conv { get; } [ConvBlock(8, 3)] public partial Layer Conv { get; }",
        "CS0102,CS9250"
    )]
    public async Task A_mistake_that_the_compiler_reports(string property, string expected) =>
        Assert.Equal(
            expected,
            string.Join(
                ",",
                (
                    await TestCompilation.Diagnose(
                        $"{Header} public partial class Small {{ {property} [Conv2D(8, 3)] public partial Layer Other {{ get; }} }}"
                    )
                )
                    .Select(text => text.Split(' ')[0])
                    .Where(id => id.StartsWith("CS", StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal)
            )
        );

    /// <summary>Who uses a model with mistakes gets none for it.</summary>
    [Theory]
    [InlineData("[ConvBlock(8, 99)] public partial Layer Conv { get; }", "AKD1008")]
    [InlineData("[ConvBlock(8, 3)] public partial Layer Conv { get; set; }", "AKD1012")]
    public async Task A_user_of_a_wrong_model(string property, string expected) =>
        Assert.Equal(
            [expected],
            (
                await TestCompilation.Diagnose(
                    $$"""
                    {{Header}} public partial class Small { {{property}} }
                    public static class User
                    {
                        public static object[] Use() =>
                            [new Small().Build(AkidaVersion.V1), new Small().Build(), new Small().Conv, Small.Entry];
                    }
                    """
                )
            ).Select(text => text.Split(' ')[0])
        );

    private const string Attributes = "[AkidaModel(\"small\", Versions = new[] { AkidaVersion.V2 }), Input(16, 16, 3)]";

    private const string Header = "using Akida; " + Attributes;

    /// <summary>Suggestions and warnings about the hardware apart, a source has these diagnostics and no other.</summary>
    private static async Task Expect(string source, params string[] expected) =>
        Assert.Equal(expected, await TestCompilation.Diagnose(source));
}
