import Foundation
import TestSupport

/// aiosmtpd in its own process; see Resources/smtp_server.py.
final class SMTPServer {
  private(set) var port = 0

  private let process = Process()
  private let input = Pipe()
  private let output: FileHandle
  private var unread = Data()

  struct Failure: Error {}

  /// A mail as parsed by Python.
  struct Mail: Decodable {
    let mailFrom: String
    let recipients: [String]
    let isEncrypted: Bool
    let isAuthenticated: Bool
    let defects: [String]
    let from: String
    let to: String
    let subject: String
    let messageID: String
    let text: String
    let html: String
  }

  /// - Parameters:
  ///   - refusals: for the first mails, the command and its reply: `RCPT=451 Later`.
  ///   - asciiOnly: does not offer SMTPUTF8.
  init(
    certificate: Certificate? = nil,
    implicitTLS: Bool = false,
    user: String? = nil,
    password: String? = nil,
    refusals: [String] = [],
    asciiOnly: Bool = false
  ) throws {
    let script = try Bundle.module.url(forResource: "Resources/smtp_server", withExtension: "py").unwrapped()
    var arguments = [script.path]
    if let certificate { arguments += ["--certificate", certificate.path, "--key", certificate.keyPath] }
    if asciiOnly { arguments.append("--ascii") }
    if implicitTLS { arguments.append("--implicit-tls") }
    if let user, let password { arguments += ["--user", user, "--password", password] }
    if !refusals.isEmpty { arguments += ["--refuse", refusals.joined(separator: "|")] }
    let pipe = Pipe()
    // The system's Python, for which the package aiosmtpd is installed.
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = arguments
    process.standardInput = input
    process.standardOutput = pipe
    output = pipe.fileHandleForReading
    try process.run()
    port = try Int(line()).unwrapped()
  }

  deinit {
    // The end of its output.
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// The next mail that the server accepted.
  func nextMail() throws -> Mail {
    try JSONDecoder().decode(Mail.self, from: Data(line().utf8))
  }

  private func line() throws -> String {
    while true {
      if let end = unread.firstIndex(of: 0x0a) {
        defer { unread = Data(unread[(end + 1)...]) }
        return String(decoding: unread[..<end], as: UTF8.self)
      }
      let data = output.availableData
      guard !data.isEmpty else { throw Failure() }
      unread += data
    }
  }
}

extension Optional {
  fileprivate func unwrapped() throws -> Wrapped {
    guard let self else { throw SMTPServer.Failure() }
    return self
  }
}

/// A self-signed certificate for 127.0.0.1, made by openssl.
struct Certificate {
  let path: String
  let keyPath: String

  init(in directory: TemporaryDirectory) throws {
    path = "\(directory.path)/certificate.pem"
    keyPath = "\(directory.path)/key.pem"
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-days", "1",
      "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", keyPath, "-out", path,
    ]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw SMTPServer.Failure() }
  }
}
