import Glibc
import TestSupport
import Testing

@testable import rosterd

@Suite("A directory lock")
struct DirectoryLockTests {
  private let directory = TemporaryDirectory()

  @Test("is refused to a second holder on every attempt, naming the first")
  func held() throws {
    let lock = try DirectoryLock(directory: directory.path)
    let path = "\(directory.path)/rosterd.lock"
    let failure = DirectoryLock.Failure.held(path: path, pid: getpid())
    for _ in 1...2 {
      #expect(throws: failure) { try DirectoryLock(directory: directory.path) }
    }
    #expect(failure.description.contains("process \(getpid()) is using this directory"))
    #expect(directory.mode("rosterd.lock") == 0o600)
    withExtendedLifetime(lock) {}
  }

  @Test("can be acquired again after its release")
  func released() throws {
    for _ in 1...2 { _ = try DirectoryLock(directory: directory.path) }
  }

  @Test("says why it cannot be acquired without a directory")
  func missing() {
    let cause = "No such file or directory"
    #expect(throws: DirectoryLock.Failure.cannotLock(path: "/nowhere/rosterd.lock", cause: cause)) {
      try DirectoryLock(directory: "/nowhere")
    }
  }
}
