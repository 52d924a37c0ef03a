import Crypto
import ProtobufC
import RPC
import RosterProto

/// Who changed what. Each method declares its authorization rule and its kind.
package struct EventService: EventServiceInterface {
  private let run: Runner
  private let tokens: PageTokens

  package init(run: Runner, tokens: PageTokens) {
    self.run = run
    self.tokens = tokens
  }

  package var listEvents: UnaryHandler<ListEventsRequest, ListEventsResponse> {
    run.list(.grant(.eventsRead), tokens) { request, _ in
      try EventList.query(request.filter, orderBy: request.orderBy)
    }
  }

  package var verifyEvents: UnaryHandler<VerifyEventsRequest, VerifyEventsResponse> {
    run.scan(.grant(.eventsRead)) { [tokens] request, context in
      try EventChain.verify(try EventChain.Stretch(of: request, tokens), context.db)
    }
  }
}
