import Credentials
import Crypto
import Foundation
import RPC
import RosterProto

/// Creates and verifies page tokens (AIP-158).
///
/// A token is a cursor and a MAC over it and its query, under a key of this database. So forged tokens, and
/// those of another filter or order, are rejected.
package struct PageTokens: Sendable {
  private static let tagBytes = 16
  private let key: SymmetricKey

  /// - Parameter key: 32 secret bytes, the same after a restart, so that tokens stay valid.
  package init(key: [UInt8]) {
    self.key = SymmetricKey(data: key)
  }

  /// - Parameter query: what the token is bound to: the request without its page size and token.
  package func token(_ cursor: Cursor, for query: [UInt8]) -> String {
    let body = Self.encode(cursor)
    return Base64URL.encode(body + tag(body, query))
  }

  /// - Returns: the cursor; nil for the empty token, which asks for the first page.
  /// - Throws: `INVALID_PAGE_TOKEN`.
  package func cursor(_ token: String, for query: [UInt8]) throws(RPCError) -> Cursor? {
    guard !token.isEmpty else { return nil }
    guard let bytes = Base64URL.decode(token), bytes.count > Self.tagBytes,
      ConstantTime.equal(Array(bytes.suffix(Self.tagBytes)), tag(bytes.dropLast(Self.tagBytes), query)),
      let cursor = Self.decode(Array(bytes.dropLast(Self.tagBytes)))
    else {
      throw RPCError(
        .invalidPageToken,
        "page_token does not belong to this query. Send the next_page_token of the page before, with the "
          + "same filter and order, or none for the first page."
      )
    }
    return cursor
  }

  // The body's length comes first, so body and query cannot be confused in the MAC's input.
  private func tag(_ body: some DataProtocol, _ query: [UInt8]) -> [UInt8] {
    var mac = HMAC<SHA256>(key: key)
    mac.update(data: Self.bytes(of: Int64(body.count)))
    mac.update(data: body)
    mac.update(data: query)
    return Array(mac.finalize().prefix(Self.tagBytes))
  }

  private static func encode(_ cursor: Cursor) -> [UInt8] {
    switch cursor.value {
    case .integer(let value): [0] + bytes(of: cursor.id) + bytes(of: value)
    case .text(let value): [1] + bytes(of: cursor.id) + Array(value.utf8)
    }
  }

  private static func decode(_ bytes: [UInt8]) -> Cursor? {
    guard bytes.count >= 9 else { return nil }
    let id = integer(bytes[1..<9])
    switch bytes[0] {
    case 0 where bytes.count == 17: return Cursor(value: .integer(integer(bytes[9...])), id: id)
    case 1: return String(validating: bytes[9...], as: UTF8.self).map { Cursor(value: .text($0), id: id) }
    default: return nil
    }
  }

  private static func bytes(of value: Int64) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
  }

  private static func integer(_ bytes: ArraySlice<UInt8>) -> Int64 {
    bytes.reduce(0) { $0 << 8 | Int64($1) }
  }
}
