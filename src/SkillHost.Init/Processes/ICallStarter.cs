namespace SkillHost.Init.Processes;

/// <summary>Starts the process of a call.</summary>
internal interface ICallStarter
{
    /// <summary>Starts it or tells the host why not.</summary>
    void Start(Call call, in StartRequest request);
}
