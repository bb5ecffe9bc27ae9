using System.Collections.Immutable;
using System.Composition;
using Akida.Dsl.CodeFixes.Syntax;
using Akida.Dsl.Generators.Diagnostics;
using Akida.Graph.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Akida.Dsl.CodeFixes.Fixes;

/// <summary>
/// Gives an argument of an attribute the value that the rule names, on the layer or in <c>[BlockDefaults]</c>, wherever the wrong one is.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SetArgumentFix)), Shared]
public sealed class SetArgumentFix : SyntaxFixProvider
{
    /// <summary>Settings that follow the version when they are not given: for a model of both versions nothing else is right.</summary>
    private static readonly HashSet<string> FollowVersion = ["PostReluGap", "Fused"];

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [.. RuleTable.All.Select(rule => rule.Id)];

    private protected override SyntaxFix? FixOf(Diagnostic diagnostic, SyntaxNode root, SemanticModel semantics)
    {
        ImmutableDictionary<string, string?> properties = diagnostic.Properties;
        if (
            properties.GetValueOrDefault(DiagnosticProperties.Argument) is not { } argument
            || properties.GetValueOrDefault(DiagnosticProperties.Value) is not { } value
            || root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute
            || !AttributeTypes.IsOfDsl(semantics, attribute)
        )
        {
            return null;
        }

        IReadOnlyList<string> parameters = AttributeTypes.Parameters(semantics, attribute);
        string? version = properties.GetValueOrDefault(DiagnosticProperties.OnlyVersion);
        if (version is not null && FollowVersion.Contains(argument))
        {
            return AttributeArguments.Find(attribute, argument, parameters) is null
                ? null
                : new SyntaxFix(
                    $"Leave out {argument}: it follows the Akida version",
                    attribute,
                    editor =>
                        editor.ReplaceNode(
                            attribute,
                            (current, _) => AttributeArguments.Remove((AttributeSyntax)current, argument, parameters)
                        )
                );
        }

        string target =
            version is not null && AttributeTypes.CanSet(semantics, attribute, argument + version) ? argument + version : argument;
        if (AttributeArguments.Find(attribute, target, parameters) is null && !AttributeTypes.CanSet(semantics, attribute, target))
        {
            return null;
        }

        return new SyntaxFix(
            $"Set {target} to {value}",
            attribute,
            editor =>
                editor.ReplaceNode(
                    attribute,
                    (current, _) => AttributeArguments.Set((AttributeSyntax)current, target, parameters, value, after: argument)
                )
        );
    }
}
