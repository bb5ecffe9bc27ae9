using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace Akida.Dsl.CodeFixes;

/// <summary>
/// What the fixes have in common: each diagnostic has at most one change of its file, and all of them can be made at once.
/// </summary>
public abstract class SyntaxFixProvider : CodeFixProvider
{
    /// <summary>The change for a diagnostic, or null where this provider has none.</summary>
    private protected abstract SyntaxFix? FixOf(Diagnostic diagnostic, SyntaxNode root, SemanticModel semantics);

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() =>
        FixAllProvider.Create(
            async (context, document, diagnostics) => await FixAsync(document, diagnostics, context.CancellationToken).ConfigureAwait(false)
        );

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? semantics = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || semantics is null)
        {
            return;
        }

        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (FixOf(diagnostic, root, semantics) is { } fix)
            {
                // One key for each provider and rule: fix-all is for the rule, whatever the value that each place gets.
                string key = $"{GetType().Name}.{diagnostic.Id}";
                context.RegisterCodeFix(
                    CodeAction.Create(fix.Title, cancellation => FixAsync(context.Document, [diagnostic], cancellation), key),
                    diagnostic
                );
            }
        }
    }

    private async Task<Document> FixAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        DocumentEditor editor = await DocumentEditor.CreateAsync(document, cancellation).ConfigureAwait(false);
        HashSet<(SyntaxNode, string)> made = [];
        foreach (Diagnostic diagnostic in diagnostics)
        {
            if (FixOf(diagnostic, editor.OriginalRoot, editor.SemanticModel) is { } fix && made.Add((fix.Target, fix.Title)))
            {
                fix.Apply(editor);
            }
        }

        return editor.GetChangedDocument();
    }
}
