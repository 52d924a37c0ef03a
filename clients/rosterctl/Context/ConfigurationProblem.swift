/// An error in a configuration file, with its key or line.
struct ConfigurationProblem: Error, Hashable {
  var place: String
  var text: String
}
