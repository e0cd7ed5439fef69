"""The words a made-up practice is put together from."""

FIRST: tuple[str, ...] = tuple(
    """Aaliyah Abdul Adaeze Agnieszka Ahmed Aiko Alejandra Amara Amir Anders Andrea Anh Anita Anna Antonio Arjun Astrid
    Ayşe Beatriz Benjamin Björn Bogdan Brigid Camille Carlos Carmen Chidi Chiara Chloé Claire Dalia Daniel Danuta Deepa
    Diego Dimitri Divya Ebony Eduardo Efua Eileen Elena Eli Emeka Emily Emre Esther Fatima Felipe Femi Fiona Folake
    Francesca François Gabriel Giulia Grace Gustavo Hana Hannah Haruto Hassan Helen Hiroshi Hồng Ibrahim Ifeoma Ilse
    Imani Inés Ingrid Ioana Isaac Ivan Jada Jamal James Jan Jasmine Javier Jin-Woo Joanna José Josephine Joshua Jürgen
    Kamala Karen Karim Katarzyna Keisha Kenji Khadija Kofi Kwame Laila Lars Latoya Leila Leticia Liam Linh Lucia Łukasz
    Mahmoud Malik Manuel Marcus Margaret María Marie Marta Matteo Mehmet Mei-Ling Mercy Michael Miguel Mina Minh Miriam
    Mohammed Monica Nadia Naomi Natalia Ngozi Nia Nikhil Nina Noah Noura Oleksandr Olga Olivia Omar Oscar Patricia
    Paulo Petra Pierre Pooja Priya Rachel Rafael Rahul Ramón Rania Rebecca Ricardo Rosa Ruth Saanvi Said Samira Samuel
    Sandeep Sara Seamus Selin Sergei Shanice Shira Siobhán Sofia Søren Sunita Susan Suresh Tadeusz Tamar Tariq Teresa
    Thandiwe Thị Thomas Tomás Tyrone Valentina Vikram Viktor Wanjiru Wei William Xavier Ximena Yara Yasmin Yuki Yusuf
    Zainab Zara Zoë Zuzana""".split()
)

LAST: tuple[str, ...] = tuple(
    """Abara Abbott Abdi Abebe Acosta Adeyemi Agarwal Aguilar Ahn Akhtar Alvarez Anand Anderson Andersson Appiah Arslan
    Asante Bae Baker Balogun Banerjee Barros Bauer Beaulieu Begum Bellini Benítez Bergström Bianchi Boateng Bouchard
    Brennan Brown Cabrera Campbell Caruso Castillo Chandra Charles Chaudhry Chen Cho Chowdhury Clarke Cohen Contreras
    Cooper Costa Cruz Cyr Çelik Dang Das Davis Dembélé Demir Desai Deschaine Diallo Dias Dinh Doherty Dubois Dumitru
    Edwards Eriksen Esposito Estrada Evans Farah Fernandes Ferrari Fischer Fitzgerald Flores Fonseca Fortin Foster
    Fraser Friedman Fujimoto Gagnon Gallagher García Gebremariam Ghosh Giordano Goldberg Gómez González Graham Greene
    Grünwald Gupta Gutiérrez Haddad Hamilton Hansen Hashimi Hayes Hernández Hoàng Horowitz Hosseini Huang Hughes
    Hussein Ibarra Igwe Ito Ivanova Jackson Jankowski Jensen Jiménez Johansen Johnson Jones Joseph Kaplan Karimi Katz
    Kaur Kaya Keane Kelley Khalil Khan Kim Kimura Kiplagat Kovács Kowalski Krishnan Kumar Kuznetsov Lachance Lam
    Lambert Larsen Lavoie Leblanc Lee Levesque Lévy Lewis Li Lim Lindqvist Liu López Macedo MacLeod Maddox Magnusson
    Mahoney Malik Mancini Martin Martínez Mbeki McCarthy Mehta Mendes Mensah Meyer Michaud Mitchell Mohamed Molina
    Moore Morales Moreau Moretti Morin Moyo Müller Murphy Mwangi Nadeau Nair Nakamura Ndiaye Nelson Ng Ngô Nguyễn
    Nkosi Novák Novak Nowak Núñez Nwosu Obi O'Brien Ochoa O'Connell Oduya Ogawa Okafor Okonkwo Oliveira Olsen Onyango
    Ortega Osei Ouellette Owusu Özdemir Pacheco Park Patel Pelletier Peña Pereira Pérez Petrov Phạm Pinto Popescu
    Powell Quinn Rahman Ramírez Rao Reddy Reyes Ricci Rivera Roberts Robinson Rodríguez Romano Rosen Rossi Rousseau Roy
    Ruiz Russo Sadiq Saito Salazar Sánchez Santos Sato Schmidt Schneider Sen Shah Shapiro Sharma Shevchenko Silva Singh
    Sørensen Soto Stern Stewart Suárez Sullivan Suzuki Takahashi Tan Tanaka Tesfaye Thériault Thompson Torres Traoré
    Trần Turner Vargas Vasquez Vega Venkataraman Villanueva Vo Wagner Walker Wang Watanabe Watson Weber Weiss White
    Williams Wójcik Wong Wright Wu Yamamoto Yang Yılmaz Young Zhang Zhao Zieliński""".split()
)

# The towns of one region, the nearest first; a small practice looks after the first few.
TOWNS: tuple[tuple[str, str], ...] = (
    ("Portland", "04101"),
    ("South Portland", "04106"),
    ("Westbrook", "04092"),
    ("Scarborough", "04074"),
    ("Falmouth", "04105"),
    ("Saco", "04072"),
    ("Biddeford", "04005"),
    ("Gorham", "04038"),
    ("Windham", "04062"),
    ("Yarmouth", "04096"),
    ("Freeport", "04032"),
    ("Brunswick", "04011"),
    ("Kennebunk", "04043"),
    ("Bath", "04530"),
    ("Sanford", "04073"),
    ("Lewiston", "04240"),
    ("Auburn", "04210"),
    ("Topsham", "04086"),
    ("Wells", "04090"),
    ("York", "03909"),
    ("Bridgton", "04009"),
    ("Standish", "04084"),
    ("Cumberland", "04021"),
    ("Old Orchard Beach", "04064"),
    ("Cape Elizabeth", "04107"),
    ("Gray", "04039"),
    ("Kittery", "03904"),
    ("Augusta", "04330"),
    ("Waterville", "04901"),
    ("Damariscotta", "04543"),
    ("Rockland", "04841"),
    ("Camden", "04843"),
    ("Belfast", "04915"),
    ("Farmington", "04938"),
    ("Norway", "04268"),
    ("Skowhegan", "04976"),
)

# specialty, how often, credentials
SPECIALTIES: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("Family medicine", 24, ("MD", "MD", "DO", "DO", "NP", "PA-C")),
    ("Internal medicine", 14, ("MD", "MD", "DO", "NP")),
    ("Sports medicine", 7, ("MD", "DO")),
    ("Rheumatology", 6, ("MD",)),
    ("Neurology", 5, ("MD", "DO")),
    ("Pain medicine", 6, ("MD", "DO")),
    ("Podiatry", 5, ("DPM",)),
    ("Chiropractic", 6, ("DC",)),
    ("Physical therapy", 8, ("PT, DPT", "PT", "PT, DPT, OCS")),
    ("Occupational medicine", 4, ("MD", "PA-C")),
    ("Obstetrics & gynecology", 4, ("MD", "CNM")),
    ("Pediatrics", 4, ("MD", "DO", "NP")),
    ("Emergency medicine", 3, ("MD", "PA-C")),
    ("Endocrinology", 2, ("MD",)),
    ("Psychology", 2, ("PhD", "PsyD")),
)

PLACES: tuple[str, ...] = tuple(
    """Harbor Pine Birch Granite Cove Lighthouse Meadow River Spruce Sebago Highland Brickyard Mill Tidal Elm Maple
    Atlantic Bayside Evergreen Foreside Eastern Ledge Saltmarsh Northgate Stonewall Juniper Beacon Cedar Anchor Osprey
    Heron Hemlock Lakeside Orchard Riverbend Seaglass Summit Whitehead Alder Balsam""".split()
)

PRACTICE_KINDS: tuple[tuple[str, str], ...] = (
    ("Family Practice", "Family medicine"),
    ("Primary Care", "Family medicine"),
    ("Internal Medicine", "Internal medicine"),
    ("Medical Associates", "Internal medicine"),
    ("Health Center", "Family medicine"),
    ("Physical Therapy", "Physical therapy"),
    ("Sports Medicine", "Sports medicine"),
    ("Arthritis Center", "Rheumatology"),
    ("Neurology Group", "Neurology"),
    ("Pain Clinic", "Pain medicine"),
    ("Foot & Ankle", "Podiatry"),
    ("Chiropractic", "Chiropractic"),
    ("Pediatrics", "Pediatrics"),
    ("Women's Health", "Obstetrics & gynecology"),
    ("Urgent Care", "Emergency medicine"),
    ("Occupational Health", "Occupational medicine"),
)

PAYER_KINDS: tuple[str, ...] = (
    "Mutual Health Plan",
    "Community Health Plan",
    "Health Cooperative",
    "Workers' Compensation Trust",
    "Employers' Insurance",
    "Medicare Advantage",
)
EMPLOYER_KINDS: tuple[str, ...] = (
    "Boatyard",
    "Paper Mill",
    "Seafood",
    "Logistics",
    "School District",
    "Brewing",
    "Fire Department",
    "Construction",
    "Outfitters",
)
COMMUNITY_KINDS: tuple[str, ...] = (
    "Running Club",
    "YMCA",
    "Senior Center",
    "High School Athletics",
    "Yoga Studio",
    "Rowing Club",
    "Farmers' Market",
    "Library",
)
OTHER_KINDS: tuple[str, ...] = ("Medical Supply", "Law Office", "Home Care", "Orthotics & Prosthetics")

CONTACT_ROLES: dict[str, tuple[str, ...]] = {
    "clinician": ("medical assistant", "nurse"),
    "practice": ("referral coordinator", "practice manager", "front desk", "nurse"),
    "payer": ("case manager", "adjuster", "provider relations"),
    "employer": ("human resources", "safety officer"),
    "community": ("program director", "coach"),
    "other": ("owner",),
}

REASONS: tuple[str, ...] = (
    "knee pain, failed conservative care",
    "rotator cuff tear, MRI done",
    "low back pain with sciatica",
    "hip osteoarthritis, wants options",
    "carpal tunnel, night pain",
    "ACL tear, soccer",
    "neck pain after car accident",
    "distal radius fracture, follow-up",
    "frozen shoulder",
    "meniscus tear",
    "plantar fasciitis, 6 months",
    "ankle sprain, not settling",
    "spinal stenosis, walking 100 m",
    "work injury, lifting",
    "trigger finger",
    "tennis elbow, second opinion",
    "total knee, second side",
    "scoliosis, adolescent",
    "compression fracture",
    "shoulder dislocation, second time",
    "Achilles tendinopathy",
    "hand numbness, both sides",
)
OUT_REASONS: tuple[str, ...] = (
    "weight and diabetes before surgery",
    "inflammatory markers, please assess",
    "nerve conduction study",
    "cardiac clearance",
    "osteoporosis work-up",
    "rehabilitation close to home",
    "low mood since the injury",
    "needs a primary care doctor",
    "injection under ultrasound",
    "foot orthotics",
)
LOST_REASONS: tuple[str, ...] = (
    "did not answer three calls",
    "chose a surgeon nearer home",
    "insurance not accepted",
    "did not come, did not call",
    "feels better, cancelled",
    "moved away",
)
DECLINED_REASONS: tuple[tuple[str, str], ...] = (
    ("outside our field", "offered the neurology group"),
    ("needs a pediatric orthopedist", "offered the children's hospital"),
    ("payer not contracted", "offered two practices that are"),
    ("imaging needed first", "offered to see the patient afterwards"),
)
CARES_ABOUT: tuple[str, ...] = (
    "same-week slots for acute knees",
    "a phone call, not a fax",
    "reports on one page",
    "keeping patients close to home",
    "early word on surgical options",
    "the marathon group",
    "teaching residents",
    "getting people back to work",
    "sailing, and the regatta",
    "knowing when a patient did not come",
    "clear return-to-sport criteria",
    "not being copied on everything",
    "opioid-sparing plans",
)
