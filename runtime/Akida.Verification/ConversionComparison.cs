using System.Globalization;
using Akida.Formats;
using Akida.Graph;
using Akida.Graph.Converted;

namespace Akida.Verification;

/// <summary>How a converted model differs from the recorded conversion.</summary>
internal static class ConversionComparison
{
    // Steps and scales are floats, whose last places depend on the order of operations.
    private const float UsualTolerance = 2.4e-7f;

    /// <summary>
    /// The first difference, or null: layers, types, parameters and variables must be those recorded, but for what we keep beside them
    /// (<see cref="AkidaNames.Kept"/>).
    /// </summary>
    /// <param name="converted">What our converter made.</param>
    /// <param name="recorded">The recorded layers.</param>
    /// <param name="tolerance">How much floats may differ, relative to them; everything else must be equal.</param>
    public static string? Difference(AkidaModel converted, IReadOnlyList<AkidaLayer> recorded, float tolerance = UsualTolerance)
    {
        foreach ((AkidaLayer right, AkidaLayer ours) in recorded.Zip(converted.Layers))
        {
            string? difference =
                (ours.Name, ours.Type) != (right.Name, right.Type)
                    ? $"it is '{ours.Name}' ({ours.Type}), recorded is '{right.Name}' ({right.Type})"
                : ours.Inbounds != right.Inbounds ? $"its inbounds are {Text(ours.Inbounds)}, recorded are {Text(right.Inbounds)}"
                : DifferentParameters(ours, right) ?? DifferentVariables(ours, right, tolerance);
            if (difference is not null)
            {
                return $"Akida layer '{right.Name}': {difference}";
            }
        }

        return converted.Layers.Count == recorded.Count ? null : $"{converted.Layers.Count} Akida layers, recorded are {recorded.Count}";
    }

    private static string? DifferentParameters(AkidaLayer ours, AkidaLayer right)
    {
        foreach (AkidaParameter expected in right.Parameters)
        {
            object? found = ours.Parameter(expected.Name);
            if (!expected.Value.Equals(found))
            {
                return $"parameter {expected.Name} is {(found is null ? "missing" : Text(found))}, recorded is {Text(expected.Value)}";
            }
        }

        return
            ours.Parameters.FirstOrDefault(parameter => !IsExpected(parameter.Name, right.Parameters.Select(expected => expected.Name)))
                is { } extra
            ? $"parameter {extra.Name} is {Text(extra.Value)}, none is recorded"
            : null;
    }

    private static string? DifferentVariables(AkidaLayer ours, AkidaLayer right, float tolerance)
    {
        foreach (AkidaVariable expected in right.Variables)
        {
            if (ours.Variable(expected.Name) is not { } found)
            {
                return $"variable {expected.Name} is missing";
            }

            if (DifferentValues(found, expected, tolerance) is { } difference)
            {
                return difference;
            }
        }

        return
            ours.Variables.FirstOrDefault(variable => !IsExpected(variable.Name, right.Variables.Select(expected => expected.Name)))
                is { } extra
            ? $"variable {extra.Name} is not recorded"
            : null;
    }

    private static string? DifferentValues(AkidaVariable found, AkidaVariable expected, float tolerance)
    {
        Type type = found.Values.GetType().GetElementType()!,
            recorded = expected.Values.GetType().GetElementType()!;

        // The open converter holds some integers, such as output scales, as floats.
        if (type != recorded && recorded != typeof(float))
        {
            return $"variable {found.Name} holds {type.Name} values, recorded are {recorded.Name}";
        }

        if (found.Shape != expected.Shape)
        {
            return $"variable {found.Name} is {found.Shape}, recorded is {expected.Shape}";
        }

        float allowed = type == typeof(float) ? tolerance : 0;
        double[] ours = Doubles(found),
            right = Doubles(expected);
        int at = Enumerable.Range(0, right.Length).FirstOrDefault(i => !(Math.Abs(ours[i] - right[i]) <= allowed * Math.Abs(right[i])), -1);
        return at < 0
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"variable {found.Name} is {ours[at]} at {found.Shape.PlaceOf(at)}, recorded is {right[at]}, which differs by "
                    + $"{ours[at] - right[at]}"
            );
    }

    private static double[] Doubles(AkidaVariable variable) => new NpyArray(variable.Shape.Dimensions, variable.Values).ToDoubles();

    private static bool IsExpected(string name, IEnumerable<string> recorded) => recorded.Contains(name) || AkidaNames.Kept.Contains(name);

    private static string Text(object value) =>
        value switch
        {
            EquatableArray<int> list => $"[{string.Join(", ", list)}]",
            EquatableArray<string> list => $"[{string.Join(", ", list)}]",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
}
