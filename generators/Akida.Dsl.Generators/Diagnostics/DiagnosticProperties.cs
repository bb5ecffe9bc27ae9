namespace Akida.Dsl.Generators.Diagnostics;

/// <summary>What a diagnostic carries for its code fixes: the keys of <see cref="Microsoft.CodeAnalysis.Diagnostic.Properties"/>.</summary>
public static class DiagnosticProperties
{
    /// <summary>The name of the rule that is broken, such as <c>relu-bounded</c>.</summary>
    public const string Rule = nameof(Rule);

    /// <summary>
    /// The names of other rules that are broken for the same cause, with commas between them; not there if there are none.
    /// </summary>
    public const string Consequences = nameof(Consequences);

    /// <summary>The property of the attribute that must change, such as <c>KernelSize</c>, without a version behind it.</summary>
    public const string Argument = nameof(Argument);

    /// <summary>What it must become, in C#.</summary>
    public const string Value = nameof(Value);

    /// <summary>
    /// The Akida version (<c>V1</c>, <c>V2</c>) that alone needs the change, where the model claims the other one too; not there if the
    /// change is for the whole model.
    /// </summary>
    public const string OnlyVersion = nameof(OnlyVersion);
}
