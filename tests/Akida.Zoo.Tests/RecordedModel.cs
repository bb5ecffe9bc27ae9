using System.Text.Json;
using Akida.Graph;
using Akida.Graph.Catalogue;
using Akida.Graph.Expressions;

namespace Akida.Zoo.Tests;

/// <summary>A model that the Python package built: our model for the same arguments.</summary>
internal static class RecordedModel
{
    /// <summary>Two models of the command line are one function of the package, called with different shapes.</summary>
    private static readonly Dictionary<(string Function, string Shape), string> ModelsByFunction = new()
    {
        [("convtiny_dvs", "64×64×10")] = "convtiny_dvs_gesture",
        [("convtiny_dvs", "120×160×2")] = "convtiny_dvs_handy",
    };

    /// <summary>The graph of the zoo's class.</summary>
    /// <param name="recorded">What says the model's name and the version.</param>
    /// <param name="arguments">The arguments of the Python function.</param>
    public static ModelGraph Build(JsonElement recorded, JsonElement arguments)
    {
        string function = recorded.GetProperty("model").GetString()!;
        string name = ModelsByFunction.GetValueOrDefault(
            (function, arguments.TryGetProperty("input_shape", out JsonElement shape) ? string.Join('×', shape.EnumerateArray()) : ""),
            function
        );
        ModelEntry entry = ModelCatalogue.All.Single(model => model.Name == name);
        AkidaVersion version = recorded.GetProperty("version").GetString() == "v1" ? AkidaVersion.V1 : AkidaVersion.V2;
        return entry.Create(Options(arguments)).Build(version);
    }

    private static Dictionary<string, Scalar> Options(JsonElement arguments)
    {
        // Recorded by the functions, whose penalty is off unless asked for; the command line asks for it.
        Dictionary<string, Scalar> options = new() { ["RegFactor"] = 0.0 };
        foreach (JsonProperty argument in arguments.EnumerateObject())
        {
            switch (argument.Name)
            {
                case "input_shape":
                    options["ImageSize"] = argument.Value[0].GetInt32();
                    break;
                case "alpha":
                    options["Alpha"] = argument.Value.GetDouble();
                    break;
                case "classes":
                    options["Classes"] = argument.Value.GetInt32();
                    break;
                case "nb_box":
                    options["NumberAnchors"] = argument.Value.GetInt32();
                    break;
            }
        }

        return options;
    }
}
