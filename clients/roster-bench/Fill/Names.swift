/// Names of generated users and companies. There are enough that a search finds a few in a hundred or in a
/// thousand, and some are not ASCII.
enum Names {
  struct Name: Sendable {
    let name: String
    /// The form for e-mail addresses.
    let ascii: String

    init(_ name: Substring) {
      self.name = String(name)
      ascii = name.lowercased().unicodeScalars.reduce(into: "") { text, scalar in
        if let plain = Names.plain[scalar] {
          text += plain
        } else if scalar.isASCII {
          text.unicodeScalars.append(scalar)
        }
      }
    }
  }

  static let first: [Name] = names(
    """
    Ada Adele Agnes Ahmed Aiko Alan Alba Alice Amara Amir Ana Anders André Anita Anton Aoife Arjun Astrid \
    Barbara Beatriz Bela Björn Bruno Camille Carla Carlos Cecilia Chen Chiara Chloé Clara Claude Daan Daniel \
    Diego Dmitri Edith Elena Elif Emil Emma Erik Esther Eva Fatima Felix Femi Finn Frances Freya Gabriel \
    Giulia Grace Greta Hana Hans Hassan Hedy Helena Hugo Ida Ines Ingrid Irène Isabel Ivan Jakob Jana Javier \
    Jean Joan Johan José Julia Jürgen Kai Karin Katherine Kenji Kofi Lars Laura Leila Leon Lin Lise Lucía \
    Luis Maja Malik Marco Margaret Maria Marta Mateo Matilda Mei Mila Mohamed Nadia Naomi Niels Nikola Noor \
    Nora Olga Oliver Omar Oscar Pablo Paula Pedro Petra Priya Radia Rafael Ravi René Rosa Ruth Sami Samuel \
    Sara Sean Selma Sofia Søren Stefan Sven Tariq Teresa Thomas Tim Tomás Ulla Vera Viktor Wanda Wei Xavier \
    Yara Yuki Yusuf Zoë Zuzana
    """
  )

  static let last: [Name] = names(
    """
    Abe Adams Ahmadi Allen Almeida Andersen Bailey Bakker Banerjee Bauer Becker Bell Berg Bianchi Blanc Borg \
    Boole Bouchard Brandt Brown Byrne Carlsson Castro Chandra Chen Church Clarke Conti Cook Costa Curie Dahl \
    Dijkstra Diaz Dubois Duarte Eckert Edwards Eriksen Evans Fernández Ferrari Fischer Fontaine Franklin \
    Fuchs Gallagher García Gauss Gomes González Gray Haddad Hamilton Hansen Hartmann Hoffmann Holmberg \
    Hopper Horváth Ibrahim Ivanova Jackson Jansen Jensen Johansson Johnson Kaplan Kaya Keller Kelly Khan Kim \
    Klein Knuth Kobayashi Koch Kovács Kowalski Kumar Lamarr Lambert Larsen Laurent Lee Lehmann Leroy Liskov \
    Liu Lopes López Lovelace Maier Martin Martínez Mehta Meyer Mitchell Moreau Moreno Morgan Müller Murphy \
    Nagy Nakamura Neumann Nguyen Nielsen Noether Novák Nowak O'Brien Okafor Olsen Osei Papadopoulos Park \
    Patel Pereira Perlman Petersen Petrov Popescu Price Ramos Reed Ricci Richter Ritchie Rivera Roberts \
    Rossi Rousseau Russo Sánchez Santos Sato Schmidt Schneider Schulz Shannon Shapiro Silva Singh Smith \
    Sokolova Sørensen Stein Suzuki Svensson Takahashi Tanaka Taylor Thompson Torres Tóth Turing Vargas \
    Vasquez Visser Vogel Wagner Walker Wang Weber Weiss White Williams Wilson Wirth Wolf Wright Yamamoto \
    Yılmaz Young Zhang Zhou Zimmermann
    """
  )

  /// Reserved for examples (RFC 2606), so that no mail is ever delivered to them.
  static let domains = [
    "example.com", "example.com", "example.com", "example.net", "example.org", "mail.example.com",
    "northwind.example", "contoso.example", "initech.example", "globex.example", "tyrell.example",
    "acme.example",
  ]

  static let languages = [
    "en", "en", "en", "en", "de", "fr", "es", "pt-BR", "nl", "it", "sv", "pl", "ja", "",
  ]

  static let trades = [
    "& Partners", "& Sons", "AG", "Bakery", "Books", "Bros.", "Clinic", "Consulting", "Design", "Electric",
    "Farms",
    "Foundation", "GmbH", "Hosting", "Hotels", "Inc.", "Institute", "Labs", "Law", "Limited", "Logistics",
    "Media",
    "Motors", "Music", "Optics", "Research", "S.A.", "School", "Security", "Software", "Sports", "Studio",
    "Systems",
    "Textiles", "Tools", "Travel", "University", "Ventures",
  ]

  private static func names(_ text: String) -> [Name] {
    text.split(separator: " ").map { Name($0) }
  }

  private static let plain: [Unicode.Scalar: String] = [
    "á": "a", "é": "e", "è": "e", "ë": "e", "í": "i", "ı": "i", "ó": "o", "ö": "oe", "ø": "oe", "ü": "ue",
    "'": "",
  ]
}
