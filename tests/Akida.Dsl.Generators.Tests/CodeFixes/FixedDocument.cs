using System.Collections.Immutable;
using Akida.Testing.Compiling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Akida.Dsl.Generators.Tests.CodeFixes;

/// <summary>Applies code fixes to a source in a workspace in memory, as an editor does.</summary>
internal static class FixedDocument
{
    private static readonly ImmutableArray<CodeFixProvider> Providers =
    [
        .. typeof(Akida.Dsl.CodeFixes.SyntaxFixProvider)
            .Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(CodeFixProvider)))
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!),
    ];

    /// <summary>The titles that an editor offers for the first diagnostic with an id.</summary>
    public static async Task<string[]> Titles(string source, string id) =>
        [.. (await Offers(Open(source), id)).Select(offer => offer.Action.Title)];

    /// <summary>
    /// The source after the only fix of the first diagnostic with an id; that diagnostic is gone then, and no other error or warning has
    /// come.
    /// </summary>
    public static async Task<string> Apply(string source, string id)
    {
        Document document = Open(source);
        (CodeFixProvider _, CodeAction action, Diagnostic diagnostic) = Assert.Single(await Offers(document, id));
        string mended = await Text(document, action);
        string[] before = await Mistakes(source),
            after = await Mistakes(mended);
        Assert.DoesNotContain(diagnostic.GetMessage(), after);
        Assert.Subset(before.ToHashSet(), after.ToHashSet());
        return mended;
    }

    /// <summary>The source after fixing all diagnostics with an id at once; none is left then.</summary>
    public static async Task<string> ApplyAll(string source, string id)
    {
        Document document = Open(source);
        (CodeFixProvider provider, CodeAction first, Diagnostic _) = (await Offers(document, id))[0];
        FixAllContext context = new(
            document,
            provider,
            FixAllScope.Document,
            first.EquivalenceKey!,
            [id],
            new Reported(await Diagnostics(document)),
            TestContext.Current.CancellationToken
        );
        CodeAction? all = await provider.GetFixAllProvider()!.GetFixAsync(context);
        string mended = await Text(document, all!);
        Assert.DoesNotContain(await TestCompilation.Report(mended), diagnostic => diagnostic.Id == id);
        return mended;
    }

    /// <summary>The files of a project after fixing all diagnostics with an id at once; none is left then.</summary>
    public static async Task<string[]> ApplyToProject(string[] sources, string id)
    {
        Project project = Open(sources[0]).Project;
        for (int i = 1; i < sources.Length; i++)
        {
            project = project.AddDocument($"Model{i}.cs", sources[i], filePath: $"Model{i}.cs").Project;
        }

        Document document = project.Documents.First();
        (CodeFixProvider provider, CodeAction first, Diagnostic _) = (await Offers(document, id))[0];
        FixAllContext context = new(
            document,
            provider,
            FixAllScope.Project,
            first.EquivalenceKey!,
            [id],
            new Reported(await Diagnostics(document)),
            TestContext.Current.CancellationToken
        );
        CodeAction? all = await provider.GetFixAllProvider()!.GetFixAsync(context);
        ImmutableArray<CodeActionOperation> operations = await all!.GetOperationsAsync(TestContext.Current.CancellationToken);
        Project mended = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetProject(project.Id)!;
        Assert.DoesNotContain(await Diagnostics(mended.Documents.First()), diagnostic => diagnostic.Id == id);
        return await Task.WhenAll(
            mended.Documents.Select(async file => (await file.GetTextAsync(TestContext.Current.CancellationToken)).ToString())
        );
    }

    private static Document Open(string source)
    {
        AdhocWorkspace workspace = new();
        ProjectInfo info = ProjectInfo.Create(
            ProjectId.CreateNewId(),
            VersionStamp.Default,
            "Test.Models",
            "Test.Models",
            LanguageNames.CSharp,
            compilationOptions: ModelCompilation.Options,
            parseOptions: ModelCompilation.ParseOptions,
            metadataReferences: ModelCompilation.References
        );
        return workspace.AddProject(info).AddDocument("Model.cs", source, filePath: "Model.cs");
    }

    private static async Task<List<(CodeFixProvider Provider, CodeAction Action, Diagnostic Diagnostic)>> Offers(
        Document document,
        string id
    )
    {
        // The analyzer works on several files at a time, so those of another may come first.
        Diagnostic diagnostic = (await Diagnostics(document)).First(candidate =>
            candidate.Id == id && candidate.Location.GetLineSpan().Path == document.FilePath
        );
        List<(CodeFixProvider, CodeAction, Diagnostic)> offers = [];
        foreach (CodeFixProvider provider in Providers.Where(provider => provider.FixableDiagnosticIds.Contains(id)))
        {
            CodeFixContext context = new(
                document,
                diagnostic,
                (action, _) => offers.Add((provider, action, diagnostic)),
                TestContext.Current.CancellationToken
            );
            await provider.RegisterCodeFixesAsync(context);
        }

        return offers;
    }

    private static async Task<ImmutableArray<Diagnostic>> Diagnostics(Document document) =>
        await TestCompilation.Report((await document.Project.GetCompilationAsync(TestContext.Current.CancellationToken))!);

    private static async Task<string[]> Mistakes(string source) =>
        [
            .. (await TestCompilation.Report(source))
                .Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Info)
                .Select(diagnostic => diagnostic.GetMessage()),
        ];

    private static async Task<string> Text(Document document, CodeAction action)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        Solution changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        return (await changed.GetDocument(document.Id)!.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
    }

    /// <summary>Diagnostics that are there already.</summary>
    private sealed class Reported(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellation) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellation) =>
            Task.FromResult(diagnostics.Where(diagnostic => diagnostic.Location.GetLineSpan().Path == document.FilePath));

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellation) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
