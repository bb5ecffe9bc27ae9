namespace Akida.Formats.Onnx.Importing;

/// <summary>
/// Recognises activations that exporters write as several operators (<c>x·sigmoid(x)</c>, <c>x·clip(x+3, 0, 6)/6</c>, …) by what they
/// compute: each value that is made of one other value by pointwise operators is followed as a table of a function at fixed points.
/// </summary>
internal sealed class ActivationTraces
{
    private const int MostArguments = 8;

    private const double Tolerance = 1e-5;

    private static readonly double[] Points = [-9, -5.5, -3.5, -2.9, -2, -1.3, -0.7, -0.2, 0, 0.1, 0.6, 1.1, 1.9, 2.6, 3.2, 4.5, 7];

    private static readonly (string Name, double[] Values)[] Known =
    [
        ("swish", Array.ConvertAll(Points, x => x * Sigmoid(x))),
        ("hard_silu", Array.ConvertAll(Points, x => x * Math.Clamp(x + 3, 0, 6) / 6)),
        ("gelu", Array.ConvertAll(Points, x => x * (1 + Erf(x * Math.Sqrt(0.5))) / 2)),
    ];

    private readonly Dictionary<string, List<Trace>> traces = [];

    private sealed record Trace(string Argument, double[] Values, bool IsCombined);

    /// <summary>Follows a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="scalar">The number that a value is, or null.</param>
    public void Follow(OnnxNode node, Func<string, double?> scalar)
    {
        string[] inputs = [.. node.Proto.Input];
        List<Trace>? made = node.Operation switch
        {
            "Sigmoid" => Map(inputs[0], Sigmoid),
            "Erf" => Map(inputs[0], Erf),
            "Relu" => Map(inputs[0], x => Math.Max(x, 0)),
            "Tanh" => Map(inputs[0], Math.Tanh),
            "HardSigmoid" => Map(inputs[0], x => Math.Clamp((node.Real("alpha", 0.2) * x) + node.Real("beta", 0.5), 0, 1)),
            "Clip" when ImportedActivations.Bounds(node) is var (least, most) => Map(inputs[0], x => Math.Min(Math.Max(x, least), most)),
            "Add" => Combine(inputs, scalar, (a, b) => a + b),
            "Sub" => Combine(inputs, scalar, (a, b) => a - b),
            "Mul" => Combine(inputs, scalar, (a, b) => a * b),
            "Div" => Combine(inputs, scalar, (a, b) => a / b),
            _ => null,
        };
        if (made is { Count: > 0 } && node.Proto.Output.Count > 0)
        {
            traces[node.Proto.Output[0]] = made;
        }
    }

    /// <summary>The activation that a node completes, and the value that it is applied to.</summary>
    public (string Function, string Argument)? Recognize(OnnxNode node)
    {
        if (node.Proto.Output.Count == 0 || !traces.TryGetValue(node.Proto.Output[0], out List<Trace>? made))
        {
            return null;
        }

        foreach (Trace trace in made.Where(trace => trace.IsCombined))
        {
            foreach ((string name, double[] values) in Known)
            {
                if (values.Zip(trace.Values).All(pair => Math.Abs(pair.First - pair.Second) <= Tolerance))
                {
                    return (name, trace.Argument);
                }
            }
        }

        return null;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    // The series converges for all points; beyond 6 the function is 1 to within double precision.
    private static double Erf(double x)
    {
        if (Math.Abs(x) > 6)
        {
            return Math.Sign(x);
        }

        double term = x,
            sum = x;
        for (int n = 1; n < 200; n++)
        {
            term *= -x * x / n;
            sum += term / ((2 * n) + 1);
        }

        return sum * 2 / Math.Sqrt(Math.PI);
    }

    private List<Trace> Of(string value) => [new(value, Points, false), .. traces.GetValueOrDefault(value) ?? []];

    private List<Trace> Map(string input, Func<double, double> function) =>
        [.. Of(input).Take(MostArguments).Select(trace => trace with { Values = Array.ConvertAll(trace.Values, item => function(item)) })];

    private List<Trace>? Combine(string[] inputs, Func<string, double?> scalar, Func<double, double, double> function)
    {
        if (inputs.Length != 2)
        {
            return null;
        }

        if (scalar(inputs[1]) is { } right)
        {
            return Map(inputs[0], x => function(x, right));
        }

        if (scalar(inputs[0]) is { } left)
        {
            return Map(inputs[1], x => function(left, x));
        }

        List<Trace> others = Of(inputs[1]);
        return
        [
            .. Of(inputs[0])
                .Select(a => (A: a, B: others.FirstOrDefault(b => b.Argument == a.Argument)))
                .Where(pair => pair.B is not null)
                .Take(MostArguments)
                .Select(pair => new Trace(pair.A.Argument, [.. pair.A.Values.Zip(pair.B!.Values, function)], true)),
        ];
    }
}
