namespace Akida.Dsl.Generators.Diagnostics;

/// <summary>The ids of the diagnostics about how the DSL is used; those of the rules are in the rule table.</summary>
public static class DiagnosticIds
{
    /// <summary>A model or block class is not partial.</summary>
    public const string NotPartial = "AKD1001";

    /// <summary>A property that declares a layer or an option is not partial.</summary>
    public const string PropertyNotPartial = "AKD1002";

    /// <summary>A model has no input or no layers.</summary>
    public const string NoInput = "AKD1003";

    /// <summary>An expression does not parse or has a wrong type.</summary>
    public const string BadExpression = "AKD1004";

    /// <summary>An expression names what is no option.</summary>
    public const string UnknownName = "AKD1005";

    /// <summary><c>From</c> names no layer above.</summary>
    public const string UnknownLayer = "AKD1006";

    /// <summary>A size is not positive.</summary>
    public const string BadSize = "AKD1007";

    /// <summary>A shape or a setting does not fit.</summary>
    public const string BadShape = "AKD1008";

    /// <summary>Two layers have one name.</summary>
    public const string DuplicateName = "AKD1009";

    /// <summary>A variant names what is no option.</summary>
    public const string BadVariant = "AKD1010";

    /// <summary>A model or block class is of a kind that no code can be generated for.</summary>
    public const string BadClass = "AKD1011";

    /// <summary>A property that declares a layer or an option is of a kind that no code can be generated for.</summary>
    public const string BadProperty = "AKD1012";

    /// <summary>An option's default, choices or names are wrong.</summary>
    public const string BadOption = "AKD1013";
}
