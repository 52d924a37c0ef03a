import Configuration

/// The sources of the configuration, in order: the first source that has a value decides.
///
/// It reads the providers directly, because `ConfigReader` treats a value of the wrong type as absent: the
/// server would then use a default, and for example listen on an unexpected address.
struct ConfigurationSources {
  private let providers: [any ConfigProvider]

  init(_ providers: [any ConfigProvider]) {
    self.providers = providers
  }

  func string(_ key: AbsoluteConfigKey) throws(StartError) -> String? {
    guard case .string(let text)? = try value(key, .string, "a text") else { return nil }
    return text
  }

  func int(_ key: AbsoluteConfigKey) throws(StartError) -> Int? {
    guard case .int(let number)? = try value(key, .int, "a whole number") else { return nil }
    return number
  }

  func strings(_ key: AbsoluteConfigKey) throws(StartError) -> [String]? {
    guard case .stringArray(let texts)? = try value(key, .stringArray, "a list of texts") else { return nil }
    return texts
  }

  private func value(
    _ key: AbsoluteConfigKey,
    _ type: ConfigType,
    _ kind: String
  ) throws(StartError) -> ConfigContent? {
    for provider in providers {
      do {
        if let value = try provider.value(forKey: key, type: type).value { return value.content }
      } catch {
        throw StartError("the setting \(key) must be \(kind)")
      }
    }
    return nil
  }
}
