using Akida.Graph.Rules;

namespace Akida.Graph.Declarations;

/// <summary>What is wrong with a declared model.</summary>
/// <param name="Error">The kind of mistake, unless a rule is broken.</param>
/// <param name="Finding">What breaks a rule, or null.</param>
/// <param name="Message">What is wrong, for which instance.</param>
/// <param name="Location">Where.</param>
public sealed record ModelMistake(DeclarationError Error, Finding? Finding, string Message, TextLocation Location)
{
    /// <summary>The Akida version of the instance that has it.</summary>
    public AkidaVersion? Version { get; init; }

    /// <summary>Whether the model claims to run on that version.</summary>
    public bool IsClaimed { get; init; } = true;

    /// <summary>Where the other layer stands that it takes to break the rule, or null.</summary>
    public TextLocation? Related { get; init; }

    /// <summary>The change of the declaration that mends it, or null.</summary>
    public DeclarationFix? Fix { get; init; }
}

/// <summary>A change of an argument that mends a mistake, at the mistake's place.</summary>
/// <param name="Argument">The property of the attribute: the one that is given, which may have a version behind its name.</param>
/// <param name="Value">What it must become, in C#.</param>
/// <param name="OnlyVersion">The version that alone needs the change, where the model claims the other one too; null if the change is for
/// the whole model.</param>
public sealed record DeclarationFix(string Argument, string Value, AkidaVersion? OnlyVersion);
