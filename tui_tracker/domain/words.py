"""The field's words, as they are stored, shown and written in exports.

Every value is a plain lower-case string; `label` turns one into what a person reads.
"""

from collections.abc import Iterable
from enum import StrEnum


class PartnerKind(StrEnum):
    """Who a partner is."""

    CLINICIAN = "clinician"
    PRACTICE = "practice"
    PAYER = "payer"
    EMPLOYER = "employer"
    COMMUNITY = "community"
    OTHER = "other"


class MemberRole(StrEnum):
    """What a member of our own practice does."""

    PHYSICIAN = "physician"
    LIAISON = "liaison"
    COORDINATOR = "coordinator"
    MANAGER = "manager"


class LinkKind(StrEnum):
    """A tie between two partners, read from the first to the second."""

    WORKS_AT = "works_at"
    INTRODUCED = "introduced"
    COLLEAGUE = "colleague"
    PART_OF = "part_of"


class Standing(StrEnum):
    """What we are to a partner today; asked of the user, never guessed."""

    SUPPLIER = "supplier"
    RESOURCE = "resource"
    PARTNER = "partner"


class Stage(StrEnum):
    """Where a relationship is; the last two stand aside."""

    PROSPECT = "prospect"
    CONNECTED = "connected"
    BUILDING = "building"
    REFERRING = "referring"
    PARTNER = "partner"
    DORMANT = "dormant"
    PARTED = "parted"


class Tier(StrEnum):
    """How often we mean to be in touch."""

    A = "A"
    B = "B"
    C = "C"


class Channel(StrEnum):
    """How a touchpoint happened."""

    CALL = "call"
    EMAIL = "email"
    TEXT = "text"
    LETTER = "letter"
    CARD = "card"
    FAX = "fax"
    VIDEO = "video"
    VISIT = "visit"
    MEAL = "meal"
    EVENT = "event"
    OBSERVATION = "observation"
    ARTICLE = "article"
    OTHER = "other"


class Direction(StrEnum):
    """Who reached out."""

    OURS = "ours"
    THEIRS = "theirs"


class Intent(StrEnum):
    """What a touchpoint was for; one touchpoint may have several."""

    CONNECT = "connect"
    GIVE = "give"
    THANK = "thank"
    UPDATE = "update"
    REPORT = "report"
    ASK = "ask"
    FEEDBACK = "feedback"


class GiveKind(StrEnum):
    """What we gave without money changing hands."""

    ARTICLE = "article"
    SPOTLIGHT = "spotlight"
    CARDS = "cards"
    INVITATION = "invitation"
    INTRODUCTION = "introduction"


class Answer(StrEnum):
    """What came of asking."""

    YES = "yes"
    LATER = "later"
    NO = "no"


class Flow(StrEnum):
    """Which way a referral went."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class Source(StrEnum):
    """The channel by which a patient came."""

    PARTNER = "partner"
    PATIENT = "patient"
    WEB = "web"
    ADVERT = "advert"
    EVENT = "event"
    DIRECTORY = "directory"
    WALK_IN = "walk_in"
    OTHER = "other"


class Urgency(StrEnum):
    """How soon the patient must be seen."""

    ROUTINE = "routine"
    URGENT = "urgent"
    EMERGENCY = "emergency"


class ReferralStage(StrEnum):
    """Where a referral is, inbound and outbound together."""

    RECEIVED = "received"
    CONTACTED = "contacted"
    SCHEDULED = "scheduled"
    SENT = "sent"
    ACCEPTED = "accepted"
    SEEN = "seen"
    IN_CARE = "in_care"
    CLOSED = "closed"
    DECLINED = "declined"
    LOST = "lost"


class ReportKind(StrEnum):
    """What we send the referrer about a referral."""

    ACKNOWLEDGEMENT = "acknowledgement"
    INITIAL = "initial"
    PROGRESS = "progress"
    FINAL = "final"


class IncidentKind(StrEnum):
    """A difficult situation with a partner."""

    UNSUITABLE_REFERRAL = "unsuitable_referral"
    POOR_RESPONSE = "poor_response"
    CLINICAL_DISAGREEMENT = "clinical_disagreement"
    COMPLAINT = "complaint"
    MISCOMMUNICATION = "miscommunication"


class Appropriate(StrEnum):
    """Was this referral right for us?"""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Adherence(StrEnum):
    """How far the patient kept to the plan."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class Outcome(StrEnum):
    """How it went for the patient."""

    GOAL_MET = "goal_met"
    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    WORSE = "worse"


class Promise(StrEnum):
    """What a referral obliges us to, or what an outbound one lets us ask."""

    FIRST_CONTACT = "first_contact"
    ACKNOWLEDGEMENT = "acknowledgement"
    THANK_YOU = "thank_you"
    FIRST_VISIT = "first_visit"
    INITIAL_REPORT = "initial_report"
    PROGRESS_REPORT = "progress_report"
    FINAL_REPORT = "final_report"
    FEEDBACK = "feedback"
    STUCK = "stuck"


class AgendaKind(StrEnum):
    """What an item of the agenda is about, in the order in which the agenda shows them."""

    INCIDENT = "incident"
    REPORT = "report"
    THANK_YOU = "thank_you"
    FIRST_CONTACT = "first_contact"
    ACKNOWLEDGEMENT = "acknowledgement"
    FIRST_VISIT = "first_visit"
    STUCK = "stuck"
    FOLLOW_UP = "follow_up"
    FEEDBACK = "feedback"
    SENDING_LESS = "sending_less"
    RECONNECT = "reconnect"
    READY_TO_ASK = "ready_to_ask"
    WE_OWE = "we_owe"
    AGREEMENT_REVIEW = "agreement_review"
    GAP = "gap"


INBOUND_STAGES: tuple[ReferralStage, ...] = (
    ReferralStage.RECEIVED,
    ReferralStage.CONTACTED,
    ReferralStage.SCHEDULED,
    ReferralStage.SEEN,
    ReferralStage.IN_CARE,
    ReferralStage.CLOSED,
)
OUTBOUND_STAGES: tuple[ReferralStage, ...] = (
    ReferralStage.SENT,
    ReferralStage.ACCEPTED,
    ReferralStage.SEEN,
    ReferralStage.CLOSED,
)
ASIDE_STAGES: tuple[ReferralStage, ...] = (ReferralStage.DECLINED, ReferralStage.LOST)
RESTING_STAGES: tuple[Stage, ...] = (Stage.DORMANT, Stage.PARTED)


def label(word: str) -> str:
    """A stored word as a person reads it: `in_care` → `in care`."""
    return word.replace("_", " ")


_INTENT_BITS: dict[str, int] = {intent.value: 1 << place for place, intent in enumerate(Intent)}
THANK_BIT: int = _INTENT_BITS[Intent.THANK]
GIVE_BIT: int = _INTENT_BITS[Intent.GIVE]
ASK_BIT: int = _INTENT_BITS[Intent.ASK]
FEEDBACK_BIT: int = _INTENT_BITS[Intent.FEEDBACK]


def intents_to_bits(intents: Iterable[str]) -> int:
    """Intents as the one number that is stored; raises KeyError for a word that is no intent."""
    bits = 0
    for intent in intents:
        bits |= _INTENT_BITS[intent]
    return bits


def bits_to_intents(bits: int) -> tuple[str, ...]:
    """The intents behind a stored number, in the order of `Intent`."""
    return tuple(word for word, bit in _INTENT_BITS.items() if bits & bit)
