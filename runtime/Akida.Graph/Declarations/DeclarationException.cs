namespace Akida.Graph.Declarations;

/// <summary>What kind of mistake a declaration has; each is a diagnostic of its own.</summary>
public enum DeclarationError
{
    /// <summary>An expression does not parse, or has a wrong type.</summary>
    BadExpression,

    /// <summary>An expression names what is no option.</summary>
    UnknownName,

    /// <summary><c>From</c> names no layer above.</summary>
    UnknownLayer,

    /// <summary>A size is not positive.</summary>
    BadSize,

    /// <summary>A shape or a setting does not fit.</summary>
    BadShape,

    /// <summary>Two layers have one name.</summary>
    DuplicateName,

    /// <summary>A variant's arguments are wrong.</summary>
    BadVariant,

    /// <summary>A class is not partial.</summary>
    NotPartial,

    /// <summary>A property that declares a layer or an option is not partial.</summary>
    PropertyNotPartial,

    /// <summary>A model has no input or no layers.</summary>
    NoInput,

    /// <summary>A class is of a kind that no code can be generated for.</summary>
    BadClass,

    /// <summary>A property that declares a layer or an option is of a kind that no code can be generated for.</summary>
    BadProperty,

    /// <summary>An option's default, choices or names are wrong.</summary>
    BadOption,
}

/// <summary>A mistake in a declaration, and where it is.</summary>
public sealed class DeclarationException(DeclarationError error, string message, TextLocation location) : Exception(message)
{
    /// <summary>The kind of mistake.</summary>
    public DeclarationError Error { get; } = error;

    /// <summary>Where it is.</summary>
    public TextLocation Location { get; } = location;
}
