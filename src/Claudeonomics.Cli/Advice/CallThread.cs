using Claudeonomics.Core.Advice;

namespace Claudeonomics.Cli.Advice;

/// <summary>Calls of one file, conversation and model, in the order in which they were answered. A sub-agent has a file of its own.</summary>
/// <param name="Conversation">Its number.</param>
/// <param name="Places">Where each call was made, and whether advice is to be about it.</param>
internal sealed record CallThread(AdviceThread Thread, int Conversation, CallPlace[] Places);

/// <param name="Project">The number of its folder.</param>
/// <param name="IsAsked">The call is of the days asked for. The others are there for what came before.</param>
internal readonly record struct CallPlace(int Project, bool IsAsked);
