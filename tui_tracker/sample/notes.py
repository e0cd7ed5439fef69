"""What a liaison writes about a touchpoint, by what it was for. `{ref}` is a patient reference, `{topic}` a subject."""

TOPICS: tuple[str, ...] = (
    "shoulder protocol",
    "knee pathway",
    "back pain red flags",
    "return-to-sport criteria",
    "post-op rehab timeline",
    "carpal tunnel guide",
    "same-week slots",
    "imaging before referral",
    "hip replacement class",
    "work-injury form",
)

THANK: tuple[str, ...] = (
    "Thanked for sending {ref}; all went smoothly",
    "Hand-written card for {ref}",
    "Called to thank for {ref}; asked how the handover felt",
    "Thanked for {ref}; seen within the week",
    "Thank-you note for {ref}, with Dr. Brandt's regards",
    "Thanked the front desk for the complete papers with {ref}",
    "Thanks for {ref} and for the imaging sent along",
)
GIVE: tuple[str, ...] = (
    "Brought the {topic}",
    "Sent an article on the {topic}",
    "Introduced them to our therapist",
    "Left our cards and took theirs for the waiting room",
    "Offered a lunch talk on the {topic}",
    "Spotlight on their practice in our newsletter",
    "Invited to the spring open house",
    "Shared the one-page {topic}",
)
GIVES: dict[str, tuple[str, ...]] = {
    "article": ("Brought the {topic}", "Sent an article on the {topic}", "Shared the one-page {topic}"),
    "cards": ("Left our cards and took theirs for the waiting room", "Their cards stand at our front desk now"),
    "invitation": ("Invited to the spring open house", "Offered a lunch talk on the {topic}"),
    "introduction": ("Introduced them to our therapist", "Brought them together with the occupational medicine group"),
}
SPOTLIGHTS: tuple[str, ...] = (
    "Meet our neighbors",
    "Whom we like to work with",
    "Three questions to a colleague",
    "A practice that calls back",
)
ANSWERS: dict[str, tuple[str, ...]] = {
    "yes": ("will try us with the next one", "glad to", "gave two names", ""),
    "later": ("after the move", "when the new partner has started", "ask again in spring", ""),
    "no": ("their group has its own", "happy as it is", ""),
}
GOALS: tuple[tuple[str, int | None], ...] = (
    ("Meet somebody from each practice in town", 5),
    ("Find out who sees acute knees", 3),
    ("Meet two case managers", 2),
    ("Thank those who sent patients this year", None),
)
UPDATE: tuple[str, ...] = (
    "New same-week slots for acute injuries",
    "Told them about the Saturday clinic",
    "Dr. Osei joins us in the fall; sent her profile",
    "Update on the {topic}",
    "Our fax number is unchanged; new direct line for referrals",
    "Told them that we now take their main payer",
)
CONNECT: tuple[str, ...] = (
    "Dropped by; front desk was friendly, doctor busy",
    "Short chat about the {topic}",
    "Checked in; nothing pressing",
    "They are hiring a second nurse",
    "Talked about how they like to refer",
    "New referral coordinator, starts next month",
    "Caught up; she asked about the {topic}",
    "Busy week there, kept it short",
    "Left a message; called back the same day",
    "Toured their new rooms",
    "",
    "",
)
ASK: tuple[str, ...] = (
    "Asked whether they see shoulders we could help with",
    "Asked to be on their referral list",
    "Asked who else we should meet",
    "Asked for ten minutes at their staff meeting",
)
FEEDBACK: tuple[str, ...] = (
    "Told them that {ref} will not be seen here, and why",
    "Let them know about {ref}; offered another way",
    "Wrote back about {ref}, so that they can follow up",
)
REPORT: tuple[str, ...] = (
    "Went through the report on {ref} by phone",
    "They had not received our report on {ref}; sent again",
)
THEIRS: tuple[str, ...] = (
    "They called about a patient's appointment",
    "Asked for the latest report on {ref}",
    "Sent us their holiday hours",
    "Called to say the patient was pleased",
    "Asked whether we treat hands",
    "Invited us to their staff lunch",
)
EVENT: tuple[str, ...] = ("Met at {occasion}", "Talked at {occasion} about the {topic}", "Sat together at {occasion}")

FOLLOW_UPS: tuple[str, ...] = (
    "Send the {topic}",
    "Call back about the lunch talk",
    "Ask how the handover went",
    "Bring new referral forms",
    "Confirm the date of the talk",
    "Introduce them to our therapist",
    "Check that the reports arrive",
    "Invite to the open house",
)

OCCASIONS: tuple[tuple[str, str, str], ...] = (
    ("Regional spine study group", "Medical society, {town}", "open a conversation with somebody new"),
    ("Chamber of commerce breakfast", "Town hall, {town}", "say in one sentence whom we help"),
    ("Primary care update", "Conference center, {town}", "ask how they like to refer"),
    ("Our open house", "Our practice", "introduce two guests to each other"),
    ("Charity 5K", "Waterfront, {town}", "follow up within two days"),
    ("Hospital grand rounds", "Teaching hospital, {town}", "remember three names"),
    ("Workers' health forum", "Library, {town}", "listen more than talk"),
)

GIFTS: tuple[tuple[str, int, int], ...] = (
    ("Lunch for the staff", 6_500, 14_000),
    ("Coffee and pastries", 1_800, 4_500),
    ("Fruit basket, holidays", 3_000, 6_000),
    ("Lunch with the doctor", 2_400, 6_000),
    ("Book", 1_900, 4_000),
)

INCIDENTS: dict[str, tuple[str, str, str]] = {
    "unsuitable_referral": (
        "Referred a child under ten; we do not treat children.",
        "Explained our age limits and sent the criteria on one page.",
        "The children's hospital, with a name to call.",
    ),
    "poor_response": (
        "Says that two calls to our front desk were not returned.",
        "Apologized; gave the coordinator's direct line.",
        "A same-week slot for the patient.",
    ),
    "clinical_disagreement": (
        "Does not agree with surgery so early in the course.",
        "Dr. Brandt called; agreed on six weeks of therapy first.",
        "A joint review after six weeks.",
    ),
    "complaint": (
        "The patient told them that she waited 50 minutes.",
        "Apologized and explained; the afternoon schedule is changed.",
        "First slot of the day for their next patient.",
    ),
    "miscommunication": (
        "Our report went to their old fax number; they did not know the plan.",
        "Sent it again by secure mail and corrected the number.",
        "A call after each first visit for the next three months.",
    ),
}
