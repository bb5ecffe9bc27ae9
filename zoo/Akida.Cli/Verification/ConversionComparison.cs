using System.Globalization;
using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Converted;

namespace Akida.Cli.Verification;

/// <summary>How a converted model differs from the recorded conversion.</summary>
internal static class ConversionComparison
{
    // Steps and scales are floats, whose last place depends on the order of operations.
    private const float FloatTolerance = 2.4e-7f;

    /// <summary>The first difference, or null: layers, types, parameters and variables must be those recorded, but for what we keep beside them (<see cref="AkidaNames.Kept"/>).</summary>
    public static string? Difference(AkidaModel converted, IReadOnlyList<RecordedAkidaLayer> recorded)
    {
        foreach ((RecordedAkidaLayer right, AkidaLayer ours) in recorded.Zip(converted.Layers))
        {
            string? difference = $"{ours.Name} ({ours.Type})" != $"{right.Name} ({right.Type})" ? $"it is '{ours.Name}' ({ours.Type}), recorded is '{right.Name}' ({right.Type})"
                : !ours.Inbounds.SequenceEqual(right.Inbounds) ? $"its inbounds are [{string.Join(", ", ours.Inbounds)}], recorded are [{string.Join(", ", right.Inbounds)}]"
                : DifferentParameters(ours, right) ?? DifferentVariables(ours, right);
            if (difference is not null)
            {
                return $"Akida layer '{right.Name}': {difference}";
            }
        }

        return converted.Layers.Count == recorded.Count ? null : $"{converted.Layers.Count} Akida layers, recorded are {recorded.Count}";
    }

    private static string? DifferentParameters(AkidaLayer ours, RecordedAkidaLayer right)
    {
        foreach (AkidaParameter expected in right.Parameters)
        {
            object? found = ours.Parameter(expected.Name);
            if (!expected.Value.Equals(found))
            {
                return $"parameter {expected.Name} is {(found is null ? "missing" : Text(found))}, recorded is {Text(expected.Value)}";
            }
        }

        return ours.Parameters.FirstOrDefault(parameter => !IsExpected(parameter.Name, right.Parameters.Select(expected => expected.Name))) is { } extra
            ? $"parameter {extra.Name} is {Text(extra.Value)}, none is recorded"
            : null;
    }

    private static string? DifferentVariables(AkidaLayer ours, RecordedAkidaLayer right)
    {
        foreach ((string name, NpyArray expected) in right.Variables)
        {
            if (ours.Variable(name) is not { } found)
            {
                return $"variable {name} is missing";
            }

            if (DifferentValues(name, found, expected) is { } difference)
            {
                return difference;
            }
        }

        return ours.Variables.FirstOrDefault(variable => !IsExpected(variable.Name, right.Variables.Select(expected => expected.Name))) is { } extra
            ? $"variable {extra.Name} is not recorded"
            : null;
    }

    private static string? DifferentValues(string name, AkidaVariable found, NpyArray expected)
    {
        Type type = found.Values.GetType().GetElementType()!, recorded = expected.Values.GetType().GetElementType()!;

        // The open converter holds some integers, such as output scales, as floats.
        if (type != recorded && recorded != typeof(float))
        {
            return $"variable {name} holds {type.Name} values, recorded are {recorded.Name}";
        }

        if (found.Shape != new TensorShape(expected.Shape))
        {
            return $"variable {name} is {found.Shape}, recorded is {new TensorShape(expected.Shape)}";
        }

        float tolerance = type == typeof(float) ? FloatTolerance : 0;
        double[] ours = new NpyArray(expected.Shape, found.Values).ToDoubles(), right = expected.ToDoubles();
        int at = Enumerable.Range(0, right.Length).FirstOrDefault(i => !(Math.Abs(ours[i] - right[i]) <= tolerance * Math.Abs(right[i])), -1);
        return at < 0 ? null : string.Create(
            CultureInfo.InvariantCulture, $"variable {name} is {ours[at]} at {found.Shape.PlaceOf(at)}, recorded is {right[at]}, which differs by {ours[at] - right[at]}");
    }

    private static bool IsExpected(string name, IEnumerable<string> recorded) => recorded.Contains(name) || AkidaNames.Kept.Contains(name);

    private static string Text(object value) => value is EquatableArray<int> list ? $"[{string.Join(", ", list)}]" : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
