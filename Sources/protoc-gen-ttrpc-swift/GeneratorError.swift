/// An error of the generator; protoc prints it.
struct GeneratorError: Error {
  var message: String
}
