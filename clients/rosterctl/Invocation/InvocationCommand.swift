import ArgumentParser

/// A command that runs in a session.
protocol SessionCommand: AsyncParsableCommand {
  var options: GlobalOptions { get }

  func run(in session: Session, _ console: Console) async throws
}
