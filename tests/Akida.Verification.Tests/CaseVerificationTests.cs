using System.Text.Json.Nodes;
using Akida.Formats;
using Akida.Inference;
using Akida.Testing;

namespace Akida.Verification.Tests;

/// <summary>Verification finds equal cases equal, and tells in one line what differs or what cannot be compared.</summary>
public sealed class CaseVerificationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Cases => [.. TestFolders.Cases.Select(path => Path.GetFileName(path)!)];

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_case_is_equal(string name)
    {
        CaseVerdict verdict = CaseVerification.Run(RecordedCase.Read(CaseFolder(name)));

        Assert.Null(verdict.Difference);
        Assert.Matches(
            @"^(all )?\d+ (of \d+ )?layers, [\d,]+ integers( \([\d,]+ of them by hash\))?, [\d,]+ fractional bits; ",
            verdict.Compared
        );
        Assert.Matches(
            @"; (\d+ Akida layers, \d+ variables, outputs of the converted model|conversion is refused, as recorded)$",
            verdict.Compared
        );
    }

    [Fact]
    public void A_changed_integer_is_told()
    {
        string place = CopyOf("random_v2_0003");
        ChangeArray<byte>(place, "outputs.npz", "stem/relu:values", values => values[(((1 * 8) + 2) * 10) + 3] += 5);

        AssertDifferent(
            place,
            @"layer 'stem/relu', sample 0: \d+ at \[1, 2, 3\] of \d+×8×10, recorded is \d+, which differs by -5; "
                + @"1 of [\d,]+ integers differ, by at most 5"
        );
    }

    [Fact]
    public void A_changed_integer_of_a_later_frame_is_told()
    {
        string place = CopyOf("zoo_tenn_eye_v2_i8_w8_a8");
        ChangeArray<short>(place, "outputs.npz", "2:HEAD_convs_pw_4:values", values => values[3] -= 100);

        AssertDifferent(
            place,
            @"layer 'HEAD_convs_pw_4', frame 2: -?\d+ at \[0, 1, 0\] of 3×4×3, recorded is -?\d+, which differs by 100; "
                + @"1 of 36 integers differ, by at most 100"
        );
    }

    [Fact]
    public void A_changed_fractional_bit_is_told()
    {
        string place = CopyOf("random_v2_0003");
        ChangeArray<byte>(place, "outputs.npz", "stem/relu:frac_bits", values => values[3]++);

        AssertDifferent(place, @"layer 'stem/relu', sample 0: \d+ fractional bits in channel 3, recorded are \d+, which differs by -1");
    }

    [Fact]
    public void Changed_fractional_bits_and_hashes_of_case_json_are_told()
    {
        string place = CopyOf("zoo_gxnor_mnist_v2_i8_w8_a8");
        JsonNode whole = Json(place);
        string layer = whole["frames"]![0]!.AsObject().First(item => item.Value!["sha256_i32"] is not null).Key;

        ChangeJson(place, root => root["frames"]![0]![layer]!["frac_bits"] = new JsonArray(5.0));
        AssertDifferent(place, $@"layer '{layer}', sample 0: [\d, ]+ fractional bits, recorded are 5");

        File.WriteAllText(Path.Combine(place, "case.json"), whole.ToJsonString());
        ChangeJson(place, root => root["frames"]![0]![layer]!["sha256_i32"] = new string('0', 64));
        AssertDifferent(place, $@"layer '{layer}', sample 0: its integers sum to -?\d+, recorded is the sum -?\d+ and another hash");
    }

    [Fact]
    public void Changed_value_bits_layers_and_shapes_are_told()
    {
        string place = CopyOf("random_v2_0003");
        ChangeJson(place, root => root["layers"]!["stem/relu"]!["value_bits"] = 9);
        AssertDifferent(place, "layer 'stem/relu', sample 0: \\d+ value bits, recorded are 9");

        ChangeJson(place, root => root["order"]!.AsArray().Add("nobody"));
        AssertDifferent(place, "the model has no layer 'nobody', of which something is recorded");

        place = CopyOf("random_v2_0003");
        ReplaceArray(
            place,
            "outputs.npz",
            "stem/relu:values",
            array => array with { Shape = [array.Shape[0], array.Values.Length / array.Shape[0]] }
        );
        AssertDifferent(place, @"layer 'stem/relu', sample 0: its output is \d+×8×10, recorded is \d+");
    }

    [Fact]
    public void A_changed_conversion_is_told()
    {
        string place = CopyOf("random_v2_0003");
        ChangeArray<sbyte>(place, "akida.npz", "stem:weights", values => values[0] ^= 1);
        AssertDifferent(
            place,
            @"Akida layer 'stem': variable weights is -?\d+ at \[0, 0, 0, 0\] of [\d×]+, recorded is -?\d+, which differs by -?1"
        );

        place = CopyOf("random_v2_0003");
        ChangeJson(place, root => root[1]!["parameters"]!["filters"] = 99, "akida.json");
        AssertDifferent(place, @"Akida layer '\S+': parameter filters is \S+, recorded is 99");

        ChangeJson(place, root => root.AsArray().RemoveAt(root.AsArray().Count - 1), "akida.json");
        ChangeJson(place, root => root[1]!["type"] = "Dense1D", "akida.json");
        AssertDifferent(place, @"Akida layer '\S+': it is '\S+' \(\S+\), recorded is '\S+' \(Dense1D\)");

        place = CopyOf("random_v2_0003");
        ChangeJson(place, root => root["conversion"] = "ValueError: never");
        AssertDifferent(place, "the model is converted, recorded is a refusal: ValueError: never");

        place = CopyOf("random_v2_0011");
        ChangeJson(place, root => root["conversion"] = "ok");
        AssertDifferent(place, "conversion is refused, recorded is that it is not: .+");
    }

    [Theory]
    [InlineData("outputs.npz")]
    [InlineData("quantized.h5")]
    [InlineData("case.json")]
    public void A_missing_file_is_told(string file)
    {
        string place = CopyOf("random_v2_0003");
        File.Delete(Path.Combine(place, file));

        AssertNotComparable<CaseException>(place, $"{place} is no case folder: it has no {file}");
    }

    [Fact]
    public void A_float_model_in_place_of_the_quantized_one_is_told()
    {
        string place = CopyOf("random_v2_0003");
        File.Copy(Path.Combine(place, "float.h5"), Path.Combine(place, "quantized.h5"), overwrite: true);

        AssertNotComparable<CaseException>(place, $"{Path.Combine(place, "quantized.h5")} is a float model, must be quantised");
    }

    [Fact]
    public void A_missing_half_of_the_conversion_is_told()
    {
        string place = CopyOf("random_v2_0003");
        File.Delete(Path.Combine(place, "akida.npz"));

        AssertNotComparable<ModelFileException>(place, $"{Path.Combine(place, "akida.npz")}: no such file");
    }

    [Fact]
    public void An_empty_folder_and_no_folder_are_told()
    {
        AssertNotComparable<CaseException>(
            Directory.CreateDirectory(folder["empty"]).FullName,
            "is no case folder: it has no quantized.h5, no outputs.npz, no case.json"
        );
        AssertNotComparable<CaseException>(folder["nowhere"], $"{folder["nowhere"]}: no such folder");
    }

    [Theory]
    [InlineData("{", "is not valid JSON: ")]
    [InlineData("""{"frames": [], "frames": []}""", "is not valid JSON: ")]
    [InlineData("[]", "is [], must be an object")]
    [InlineData("""{"order": 3}""", "order is 3, must be a list")]
    [InlineData("""{"version": "v3"}""", "version is \"v3\", must be \"v1\" or \"v2\"")]
    [InlineData("""{"layers": {"stem": []}}""", "layers.stem is [], must be an object")]
    [InlineData("""{"layers": {"stem": {"value_bits": 1.5}}}""", "layers.stem.value_bits is 1.5, must be a whole number")]
    [InlineData("""{"frames": [{}]}""", "frames has 1 items, must have 2, one for each input")]
    [InlineData("""{"frames": [{}, {"stem": {"sha256_i32": "00"}}]}""", "frames[1].stem has no 'sum'")]
    [InlineData("""{"conversion": "ok"}""", "has no 'version'")]
    public void Damaged_notes_are_told(string json, string message)
    {
        string place = CopyOf("random_v2_0003"),
            notes = Path.Combine(place, "case.json");
        File.WriteAllText(notes, json);

        AssertNotComparable<ModelFileException>(place, $"{notes}: {message}");
    }

    [Fact]
    public void Damaged_arrays_are_told()
    {
        (string Name, Func<NpyArray, NpyArray?> Change, string Message)[] damages =
        [
            ("input", _ => null, "has no array 'input'"),
            ("input", array => array.Item(0), "array 'rescaling:values' is"),
            (
                "stem/relu:values",
                array => array with { Shape = [1, 2 * array.Shape[1], .. array.Shape.Skip(2)] },
                "array 'stem/relu:values' is 1×"
            ),
            (
                "stem/relu:values",
                array => new NpyArray(array.Shape, array.ToSingles()),
                "array 'stem/relu:values' holds Single values, must hold integers"
            ),
            ("stem/relu:frac_bits", _ => new NpyArray([1], new[] { 0.5f }), "array 'stem/relu:frac_bits' holds numbers that are not whole"),
        ];
        foreach ((string name, Func<NpyArray, NpyArray?> change, string message) in damages)
        {
            string place = CopyOf("random_v2_0003");
            ReplaceArray(place, "outputs.npz", name, change);

            AssertNotComparable<ModelFileException>(place, $"{Path.Combine(place, "outputs.npz")}: {message}");
        }

        string tenn = CopyOf("zoo_tenn_eye_v2_i8_w8_a8");
        ReplaceArray(
            tenn,
            "outputs.npz",
            "input",
            array => array with { Shape = [2, .. array.Shape.Skip(1)], Values = ((sbyte[])array.Values)[..(array.Values.Length / 2)] }
        );
        AssertNotComparable<ModelFileException>(
            tenn,
            $"{Path.Combine(tenn, "outputs.npz")}: array '2:HEAD_convs_pw_4:values' is of sample 2, 'input' has 2 samples, counted from 0"
        );
    }

    [Fact]
    public void Inputs_that_the_model_does_not_take_are_told()
    {
        string place = CopyOf("random_v2_0003");
        ReplaceArray(
            place,
            "outputs.npz",
            "input",
            array => new NpyArray(array.Shape, Array.ConvertAll((byte[])array.Values, value => (int)value))
        );

        AssertNotComparable<SampleException>(
            place,
            $"{Path.Combine(place, "outputs.npz")}: array 'input' holds Int32 values, must be UInt8"
        );
    }

    private static void AssertDifferent(string place, string pattern)
    {
        CaseVerdict verdict = CaseVerification.Run(RecordedCase.Read(place));

        Assert.Matches("^" + pattern, verdict.Difference);
        Assert.DoesNotContain('\n', verdict.Difference!);
    }

    private static void AssertNotComparable<T>(string place, string message)
        where T : Exception
    {
        T error = Assert.Throws<T>(() => CaseVerification.Run(RecordedCase.Read(place)));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    private static string CaseFolder(string name) => TestFolders.Cases.Single(path => Path.GetFileName(path) == name);

    private string CopyOf(string name)
    {
        string original = TestFolders.Cases.SingleOrDefault(path => Path.GetFileName(path) == name) ?? "";
        Assert.SkipWhen(original.Length == 0, $"needs the shared case '{name}'");
        string copy = Directory.CreateDirectory(folder[Guid.NewGuid().ToString("N")]).FullName;
        foreach (string file in Directory.GetFiles(original))
        {
            File.WriteAllBytes(Path.Combine(copy, Path.GetFileName(file)), File.ReadAllBytes(file));
        }

        return copy;
    }

    private static JsonNode Json(string place, string file = "case.json") => JsonNode.Parse(File.ReadAllText(Path.Combine(place, file)))!;

    private static void ChangeJson(string place, Action<JsonNode> change, string file = "case.json")
    {
        JsonNode root = Json(place, file);
        change(root);
        File.WriteAllText(Path.Combine(place, file), root.ToJsonString());
    }

    private static void ChangeArray<T>(string place, string file, string name, Action<T[]> change) =>
        ReplaceArray(
            place,
            file,
            name,
            array =>
            {
                T[] values = (T[])array.Values.Clone();
                change(values);
                return array with { Values = values };
            }
        );

    private static void ReplaceArray(string place, string file, string name, Func<NpyArray, NpyArray?> change)
    {
        string path = Path.Combine(place, file);
        Dictionary<string, NpyArray> arrays = new(NpzFile.Read(path));
        NpyArray? changed = change(arrays[name]);
        arrays.Remove(name);
        if (changed is not null)
        {
            arrays.Add(name, changed);
        }

        NpzFile.Write(path, arrays);
    }
}
