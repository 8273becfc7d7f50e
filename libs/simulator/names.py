"""Invented names, streets and towns, by country."""

from typing import Final

SURNAMES: Final = {
    "BE": tuple(
        [
            "Peeters",
            "Janssens",
            "Maes",
            "Jacobs",
            "Willems",
            "Claes",
            "Goossens",
            "Wouters",
            "DeSmet",
            "Dupont",
            "Lambert",
            "Dubois",
            "Leclercq",
            "Renard",
            "Charlier",
            "Gérard",
            "Hermans",
            "Aerts",
            "Michiels",
            "Pauwels",
        ]
    ),
    "FR": tuple(
        [
            "Bernard",
            "Petit",
            "Moreau",
            "Lefèvre",
            "Girard",
            "Mercier",
            "Bonnet",
            "Fontaine",
            "Chevalier",
            "Rousseau",
            "Garnier",
            "Faure",
            "Lemoine",
            "Perrin",
            "Barbier",
            "Colin",
            "Noël",
            "Hébert",
            "Delmas",
            "Aubry",
        ]
    ),
    "NL": tuple(
        [
            "Jansen",
            "Bakker",
            "Visser",
            "Smit",
            "Meijer",
            "Mulder",
            "Bos",
            "Vos",
            "Dekker",
            "Brouwer",
            "Dijkstra",
            "Koster",
            "Prins",
            "Kuipers",
            "Veenstra",
            "Hoekstra",
            "Postma",
            "Schouten",
            "Wolters",
            "Zijlstra",
        ]
    ),
    "DE": tuple(
        [
            "Müller",
            "Schneider",
            "Fischer",
            "Weber",
            "Wagner",
            "Becker",
            "Hoffmann",
            "Schäfer",
            "Koch",
            "Richter",
            "Klein",
            "Wolf",
            "Schröder",
            "Neumann",
            "Krüger",
            "Hartmann",
            "Lange",
            "Werner",
            "Krause",
            "Lehmann",
        ]
    ),
}

TRADES: Final = {
    "BE": tuple(
        [
            "Bakkerij",
            "Garage",
            "Drukkerij",
            "Schrijnwerkerij",
            "Transport",
            "Imprimerie",
            "Menuiserie",
            "Pharmacie",
            "Brasserie",
            "Tuinbouw",
            "Elektro",
            "Bouwwerken",
            "Boulangerie",
            "Toitures",
            "Textiel",
            "Vervoer",
        ]
    ),
    "FR": tuple(
        [
            "Boulangerie",
            "Garage",
            "Imprimerie",
            "Menuiserie",
            "Transports",
            "Plomberie",
            "Librairie",
            "Pharmacie",
            "Brasserie",
            "Maçonnerie",
            "Électricité",
            "Fleurs",
            "Carrosserie",
            "Charpente",
            "Fromagerie",
            "Optique",
        ]
    ),
    "NL": tuple(
        [
            "Bakkerij",
            "Autobedrijf",
            "Drukkerij",
            "Timmerbedrijf",
            "Transport",
            "Installatie",
            "Boekhandel",
            "Apotheek",
            "Brouwerij",
            "Hoveniers",
            "Schilders",
            "Bouw",
            "Slagerij",
            "Fietsen",
            "Textiel",
            "Kwekerij",
        ]
    ),
    "DE": tuple(
        [
            "Bäckerei",
            "Autohaus",
            "Druckerei",
            "Tischlerei",
            "Spedition",
            "Sanitär",
            "Buchhandlung",
            "Apotheke",
            "Brauerei",
            "Gartenbau",
            "Elektro",
            "Bau",
            "Metzgerei",
            "Optik",
            "Textil",
            "Logistik",
        ]
    ),
}

LEGAL_FORMS: Final = {
    "BE": ("BV", "NV", "SRL", "SA"),
    "FR": ("SARL", "SAS", "SA", "EURL"),
    "NL": ("B.V.", "V.O.F.", "N.V."),
    "DE": ("GmbH", "KG", "AG"),
}

STREETS: Final = {
    "BE": ("Stationsstraat", "Kerkstraat", "Rue de la Gare", "Molenstraat", "Rue Haute"),
    "FR": ("Rue de la République", "Avenue Foch", "Rue du Moulin", "Place du Marché"),
    "NL": ("Dorpsstraat", "Industrieweg", "Havenkade", "Molenweg", "Nieuwstraat"),
    "DE": ("Hauptstraße", "Bahnhofstraße", "Gartenweg", "Industriestraße"),
}

TOWNS: Final = {
    "BE": (("Gent", "9000"), ("Namur", "5000"), ("Mechelen", "2800"), ("Liège", "4000"),
           ("Brugge", "8000"), ("Leuven", "3000")),
    "FR": (("Lyon", "69003"), ("Nantes", "44000"), ("Lille", "59000"), ("Dijon", "21000"),
           ("Rennes", "35000"), ("Angers", "49000")),
    "NL": (("Utrecht", "3511 AB"), ("Zwolle", "8011 PK"), ("Breda", "4811 CE"),
           ("Haarlem", "2011 RD"), ("Arnhem", "6811 DG")),
    "DE": (("Aachen", "52062"), ("Köln", "50667"), ("Münster", "48143"), ("Trier", "54290")),
}  # fmt: skip

FIRST_NAMES: Final = ("Anna", "Luc", "Marie", "Jan", "Sofie", "Paul", "Eva", "Karim", "Inge", "Tom")

CREDITORS: Final = {
    "BE": ("Maasland Software BV", "Logiciels du Hainaut SRL"),
    "FR": ("Atelier Numérique du Rhône SAS", "Solutions Armor SARL"),
    "NL": ("Polder Software B.V.", "Noordzee Diensten B.V."),
}

GROUPS: Final = ("Holding Meridian", "Groupe Altair", "Vesta Beheer", "Orion Participations",
                 "Groupe Lysandre", "Delta Holding")  # fmt: skip

SUPPLIERS: Final = ("Energie du Nord", "Kantoor & Co", "Cloudhuis", "Imprimés Rapides",
                    "Verzekeringen Lambrecht", "Telecom Plus", "Loyer Immo Centre")  # fmt: skip
