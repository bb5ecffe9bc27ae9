using System.Runtime.CompilerServices;
using Akida.Dsl.Generators.Reading;
using Microsoft.CodeAnalysis;

namespace Akida.Dsl.Generators.Caching;

/// <summary>
/// What a model class is compiled with: the other files, without those that the generator emits from it, and the references.
/// </summary>
internal sealed class Surroundings
{
    private const string AttributeSuffix = "Attribute";

    private static readonly ConditionalWeakTable<Compilation, Surroundings> Known = new();

    private readonly CompilationOptions options;
    private readonly MetadataReference[] references;
    private readonly HashSet<SyntaxTree> trees;
    private readonly Lazy<ILookup<string, SyntaxTree>> declaring;
    private readonly Lazy<HashSet<string>> markerAliases;
    private Change? last;

    private Surroundings(Compilation compilation)
    {
        options = compilation.Options;
        references = [.. compilation.References];
        trees = [.. compilation.SyntaxTrees.Where(tree => !EmittedCode.Is(tree))];
        markerAliases = new(() => [.. trees.SelectMany(tree => TreeNames.Of(tree).MarkerAliases)]);
        declaring = new(() =>
            trees.SelectMany(tree => TreeNames.Of(tree).Values, (tree, name) => (tree, name)).ToLookup(pair => pair.name, pair => pair.tree)
        );
    }

    /// <summary>The names that stand for an attribute which makes a class one of ours, by a <c>using</c> of some file.</summary>
    public HashSet<string> MarkerAliases => markerAliases.Value;

    /// <summary>The surroundings in a compilation.</summary>
    public static Surroundings Of(Compilation compilation) => Known.GetValue(compilation, static key => new Surroundings(key));

    /// <summary>
    /// The files from which it follows what the attributes in some files mean, by the names in them; those themselves included.
    /// </summary>
    public HashSet<SyntaxTree> Sources(IEnumerable<SyntaxTree> files)
    {
        HashSet<SyntaxTree> found = [];
        Queue<SyntaxTree> open = new(files);
        while (open.Count > 0)
        {
            SyntaxTree tree = open.Dequeue();
            if (found.Add(tree))
            {
                foreach (string name in TreeNames.Of(tree).Used)
                {
                    foreach (
                        SyntaxTree source in declaring
                            .Value[name]
                            .Concat(declaring.Value[name + AttributeSuffix])
                            .Where(source => !found.Contains(source))
                    )
                    {
                        open.Enqueue(source);
                    }
                }
            }
        }

        return found;
    }

    /// <summary>Whether attributes mean here what they meant in earlier surroundings.</summary>
    /// <param name="earlier">The earlier surroundings.</param>
    /// <param name="sources">The files from which it followed what they meant.</param>
    public bool Keep(Surroundings earlier, HashSet<SyntaxTree> sources)
    {
        if (ReferenceEquals(earlier, this))
        {
            return true;
        }

        // One edit is followed by the same question for each model.
        Change change = last is { } known && known.IsSince(earlier) ? known : last = Compare(earlier);
        return !change.IsUnknown
            && sources.All(trees.Contains)
            && !change.Names.Any(name => sources.Any(source => Uses(TreeNames.Of(source).Used, name)));
    }

    private static bool Uses(HashSet<string> used, string name) =>
        used.Contains(name)
        || (
            name.EndsWith(AttributeSuffix, StringComparison.Ordinal)
            && used.Contains(name.Substring(0, name.Length - AttributeSuffix.Length))
        );

    private Change Compare(Surroundings earlier)
    {
        TreeNames[] gone = [.. earlier.trees.Where(tree => !trees.Contains(tree)).Select(TreeNames.Of)];
        TreeNames[] come = [.. trees.Where(tree => !earlier.trees.Contains(tree)).Select(TreeNames.Of)];
        bool unknown =
            !ReferenceEquals(options, earlier.options)
            || !references.SequenceEqual(earlier.references)
            || string.Concat(gone.Select(tree => tree.GlobalUsings)) != string.Concat(come.Select(tree => tree.GlobalUsings));
        HashSet<string> others = [.. gone.SelectMany(tree => tree.Others)];
        others.SymmetricExceptWith(come.SelectMany(tree => tree.Others).Distinct());
        return new Change(
            new WeakReference<Surroundings>(earlier),
            unknown,
            [.. gone.Concat(come).SelectMany(tree => tree.Values), .. others]
        );
    }

    /// <summary>What is different from earlier surroundings.</summary>
    /// <param name="Earlier">The earlier ones, weakly, so that they do not hold all that were before them.</param>
    /// <param name="IsUnknown">Whether anything could mean something else.</param>
    /// <param name="Names">The names that could.</param>
    private sealed record Change(WeakReference<Surroundings> Earlier, bool IsUnknown, HashSet<string> Names)
    {
        public bool IsSince(Surroundings earlier) => Earlier.TryGetTarget(out Surroundings? other) && ReferenceEquals(other, earlier);
    }
}
