using SkillHost.Approvals;
using SkillHost.Invocations;

namespace SkillHost.Functions;

/// <summary>Makes functions of callables.</summary>
public static class SkillFunctions
{
    /// <summary>
    /// One function for each of <paramref name="callables"/>, in their order. Where two would share a name at any door, letter case
    /// aside, neither is made and each gets a failure that names the other: a call must never reach a function it did not mean.
    /// </summary>
    /// <param name="callables">What they call.</param>
    /// <param name="invoker">Who makes the calls.</param>
    /// <param name="approvals">The operator's rules; null where there are none.</param>
    public static FunctionSet Create(IEnumerable<Callable> callables, IInvoker invoker, ApprovalRules? approvals = null)
    {
        ArgumentNullException.ThrowIfNull(callables);
        ArgumentNullException.ThrowIfNull(invoker);
        NamedCallable[] named = [.. callables.Select(c => new NamedCallable(c, FunctionNames.Of(c.Skill.Name, c.Function.Name)))];
        NameCollisions collisions = new(named);
        IEnumerable<NamedCallable> own = named.Where(n => !collisions.Involves(n));
        SkillFunction[] made = [.. own.Select(n => new SkillFunction(n.Callable, n.Names, invoker, Decide(n.Callable)))];
        return new FunctionSet(made, collisions.Failures);

        ApprovalDecision Decide(Callable callable) =>
            approvals?.Decide(callable.Skill, callable.Function, callable.Policy).Decision ?? ApprovalDecision.Run;
    }
}
