import Foundation
import TestSupport
import Testing

@testable import Mail

@Suite("Mail as files")
struct FileTransportTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = TemporaryDirectory()
  }

  @Test("is one complete file for each mail, named by time and id, that only its owner can read")
  func deliver() throws {
    let transport = try FileTransport(directory: "\(directory.path)/mail")
    let message = try MailMessage.sample()
    try transport.deliver(message)
    #expect(try directory.entries(of: "mail") == ["20251121T074215Z-42.eml"])
    #expect(directory.mode("mail") == 0o700)
    #expect(directory.mode("mail/20251121T074215Z-42.eml") == 0o600)
    #expect(FileManager.default.contents(atPath: transport.path(of: message)) == Data(message.bytes))
  }

  @Test("stays one file when it is delivered twice, even after a crash in between")
  func again() throws {
    let transport = try FileTransport(directory: directory.path)
    try directory.write("half a m", to: "20251121T074215Z-42.eml.part")
    let message = try MailMessage.sample()
    try transport.deliver(message)
    try transport.deliver(message)
    #expect(try directory.entries() == ["20251121T074215Z-42.eml"])
  }

  @Test("is refused at start if no file can be written")
  func refused() throws {
    #expect(mailError { _ = try FileTransport(directory: "/nonexistent/mail") }?.kind == .configuration)
  }

  @Test("is refused at start if its directory is a file, with a clear message")
  func file() throws {
    let path = try directory.write("mine", to: "mail")
    let error = mailError { _ = try FileTransport(directory: path) }
    #expect(error?.kind == .configuration)
    #expect(error?.message == "\(path) is not a directory: move it away")
  }

  @Test("may succeed later when a file cannot be written")
  func failure() throws {
    let transport = try FileTransport(directory: "\(directory.path)/mail")
    try FileManager.default.removeItem(atPath: "\(directory.path)/mail")
    #expect(mailError { try transport.deliver(.sample()) }?.kind == .transient)
  }
}
