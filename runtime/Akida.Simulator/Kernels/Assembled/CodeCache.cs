using System.Collections.Concurrent;

namespace Akida.Simulator.Kernels.Assembled;

/// <summary>
/// Code by what it was assembled for: layers of the same sizes, in whatever program, share it. Code that nobody runs any more is freed.
/// </summary>
/// <typeparam name="TKey">What code is assembled for.</typeparam>
/// <param name="machine">What runs the code.</param>
/// <param name="assemble">Assembles it.</param>
internal sealed class CodeCache<TKey>(CodeMachine machine, Func<TKey, MachineCode> assemble)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, WeakReference<RunnableCode>> known = [];

    /// <summary>The code; null where the machine refuses it.</summary>
    public RunnableCode? Get(TKey key)
    {
        if (known.TryGetValue(key, out WeakReference<RunnableCode>? reference) && reference.TryGetTarget(out RunnableCode? code))
        {
            return code;
        }

        code = machine.Load(assemble(key));
        if (code is not null)
        {
            foreach ((TKey other, WeakReference<RunnableCode> held) in known)
            {
                if (!held.TryGetTarget(out _))
                {
                    known.TryRemove(new(other, held));
                }
            }

            known[key] = new WeakReference<RunnableCode>(code);
        }

        return code;
    }
}
