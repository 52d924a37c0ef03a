import ArgumentParser

struct Completion: InvocationCommand {
  static let configuration = CommandConfiguration(
    commandName: "completion",
    abstract: "Print a shell completion script.",
    discussion: """
      EXAMPLES
        rosterctl completion bash > ~/.local/share/bash-completion/completions/rosterctl
        rosterctl completion zsh > ~/.zfunc/_rosterctl
        rosterctl completion fish > ~/.config/fish/completions/rosterctl.fish
      """
  )

  /// The supported shells.
  enum Shell: String, CaseIterable, Sendable, ExpressibleByArgument {
    case bash
    case zsh
    case fish

    var completionShell: CompletionShell {
      switch self {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    }
  }

  @Argument(help: "The shell.")
  var shell: Shell

  @OptionGroup var options: GlobalOptions

  func run(in invocation: Invocation, _ console: Console) async throws {
    invocation.terminal.write(Rosterctl.completionScript(for: shell.completionShell) + "\n")
  }
}
