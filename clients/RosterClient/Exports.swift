// One import brings the whole contract: the messages, the errors and options of calls, the server's
// address and how to reach it.
@_exported import RPC
@_exported import RosterProto

@_exported import struct TTRPC.ClientConfiguration
@_exported import enum TTRPC.Endpoint
