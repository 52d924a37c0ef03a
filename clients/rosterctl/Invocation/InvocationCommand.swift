import ArgumentParser

/// A command that needs the environment of its run.
protocol InvocationCommand: AsyncParsableCommand {
  var options: GlobalOptions { get }

  func run(in invocation: Invocation, _ console: Console) async throws
}
