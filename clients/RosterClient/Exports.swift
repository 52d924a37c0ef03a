// One import provides the whole contract: messages, errors, call options, and the server's address and
// connection settings.
@_exported import RPC
@_exported import RosterProto

@_exported import struct TTRPC.ClientConfiguration
@_exported import enum Transport.Endpoint
