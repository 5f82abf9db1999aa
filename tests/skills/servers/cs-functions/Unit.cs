/// <summary>What boxes are measured in.</summary>
public enum Unit
{
    Metre,
    Foot,
}
