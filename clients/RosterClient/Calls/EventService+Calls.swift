extension EventServiceClientProtocol {
  /// The events that match a filter; all, without one.
  ///
  /// - Parameters:
  ///   - newestFirst: otherwise the oldest come first, and continued reading misses none.
  ///   - pageSize: events fetched at a time, up to 1,000; 0 leaves it to the server.
  public func listEvents(
    _ filter: EventFilter? = nil,
    newestFirst: Bool = false,
    pageSize: Int32 = 0
  ) -> PagedSequence<Event> {
    let order = newestFirst ? "id desc" : "id"
    let request = ListEventsRequest(filter: filter, pageSize: pageSize, orderBy: order)
    return PagedSequence(request, by: listEvents)
  }

  /// Verifies the hash chain page by page, one reply each, up to its end. A page ends at its first fault.
  ///
  /// - Parameters:
  ///   - firstID: the first event's id; 0 for the very first.
  ///   - lastID: the last event's id; 0 for the very last.
  ///   - pageSize: events verified in a call, up to 100,000; 0 leaves it to the server.
  public func verifyEvents(
    from firstID: Int64 = 0,
    through lastID: Int64 = 0,
    pageSize: Int32 = 0
  ) -> PagedSequence<VerifyEventsResponse> {
    PagedSequence { token throws(RPCError) in
      let reply = try await verifyEvents(
        VerifyEventsRequest(startID: firstID, endID: lastID, pageSize: pageSize, pageToken: token)
      )
      return Page(elements: [reply], nextPageToken: reply.nextPageToken)
    }
  }
}
