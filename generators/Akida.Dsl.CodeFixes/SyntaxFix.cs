using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Editing;

namespace Akida.Dsl.CodeFixes;

/// <summary>A change of one file that makes a diagnostic go.</summary>
/// <param name="Title">What the editor offers.</param>
/// <param name="Target">What is changed; the same change of one target is made once, however many diagnostics ask for it.</param>
/// <param name="Apply">Makes the change. Every edit takes the node as other edits of the same file have left it.</param>
internal sealed record SyntaxFix(string Title, SyntaxNode Target, Action<SyntaxEditor> Apply);
