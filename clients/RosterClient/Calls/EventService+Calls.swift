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

  /// Verifies the hash chain, one reply for each stretch, up to its end or the first broken event.
  ///
  /// - Parameters:
  ///   - firstID: the first event's id; 0 for the very first.
  ///   - lastID: the last event's id; 0 for the very last.
  ///   - stretch: events verified in a call, up to 100,000; 0 leaves it to the server.
  public func verifyEvents(
    from firstID: Int64 = 0,
    through lastID: Int64 = 0,
    stretch: Int32 = 0
  ) -> PagedSequence<VerifyEventsResponse> {
    PagedSequence { token throws(RPCError) in
      let startID = Int64(token) ?? firstID
      let reply = try await verifyEvents(
        VerifyEventsRequest(startID: startID, endID: lastID, maxEvents: stretch)
      )
      let isOver = reply.nextID == 0 || reply.brokenID != 0
      return Page(elements: [reply], nextPageToken: isOver ? "" : String(reply.nextID))
    }
  }
}
