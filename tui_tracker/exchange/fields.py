"""The fields that a file may fill, and how the headers of many systems spell them.

Spellings are as `mapping.normal` leaves them: small letters, single spaces. The first spelling that a file has
wins, so the more telling ones stand first.
"""

PARTNERS, REFERRALS = "partners", "referrals"
KINDS = (PARTNERS, REFERRALS)
"""What a file is taken for by its columns."""
CANDIDATES = "candidates"
"""Rows as those of partners, for people who are to be looked at first; a file is never taken for this unasked."""

_PARTNER = """
npi: npi, npi number, national provider identifier, individual npi, organization npi, type 1 npi
name: formatted name, display name, full name, name, partner, provider, physician, clinician, doctor, referring
    provider, referring physician, contact name
first_name: first name, frst nm, given name, first, forename, provider first line name, fname
middle_name: middle name, mid nm, middle initial, middle, additional 1
last_name: last name, lst nm, surname, family name, last, lname
suffix: name suffix text, suff, suffix, generation suffix
credential: credential text, cred, credentials, credential, degree, degrees, designation
organization: organization name, facility name, hospital name, account name, org nm, practice name, group name,
    organization, organisation, organisation 1, company, company name, clinic name, clinic, facility, employer,
    practice, legal business name
payer_name: payer name, legal entity name, insurance company, insurer, plan name
kind: kind, partner kind, partner type, entity type code, entity type
specialty: pri spec, primary specialty, specialty, speciality, specialty description, taxonomy description,
    specialties, specialities offered, hospital type, facility type, discipline, spec, type of practice, medical
    specialty
address: first line business practice location address, work address, adr ln 1, address line 1, address 1, street
    address, street, address, address 1 street, address 1 formatted, legal entity street, mailing address, first
    line business mailing address, location address
address2: second line business practice location address, work address 2, adr ln 2, address line 2, address 2,
    suite, legal entity street2
city: business practice location address city name, work city, cty, city town, city, town, address 1 city, legal
    entity city, practice city
state: business practice location address state name, work state, st, state, state code, province, address 1 region,
    legal entity state code, state headquartered
postal_code: business practice location address postal code, work zipcode, zip, zip code, zipcode, postal code,
    postcode, zip postal code, address 1 code, legal entity zip, zip 5
country: business practice location address country code, country code, country, work country, address 1 country
phone: business practice location address telephone number, work phone, phn numbr, telephone number, phone number,
    phone, telephone, office phone, tel, phone 1 value, business phone, mobile number, mobile, legal entity phone,
    directory contact phone
email: primary email, email, e mail, email address, e mail address, email 1 value, e mail 1 value, work email, mail,
    directory contact email
area: area, region, territory, district, service area, market
county: county, county parish, parish, county name
tier: tier, priority tier, rank tier
stage: stage, relationship stage
cares_about: cares about, interests
note: note, notes, comment, comments, remarks
"""

_REFERRAL = """
id: referral id, appointment id, encounter id, visit id, referral number, referral no, appt id, order id, case id,
    id, record id, reference number
patient_ref: patient ref, patient reference, patient id, patient number, patient no, chart number, chart no, chart,
    mrn, medical record number, patient initials, initials, pt id, patient, client id, account number
patient_name: patient name, client name, patient full name, pt name
partner_npi: referring provider npi, referring npi, referring physician npi, referrer npi, ref npi, partner npi,
    provider npi, npi, npi number
partner_name: referring provider, referring provider name, referring physician, referring physician name, referring
    doctor, referring clinician, referred by, referrer, referrer name, referral source name, partner, partner name,
    provider name, provider, physician, doctor, referring practice, referring clinician id, clinician id
day: date received, received date, received on, received, referral date, date of referral, booking date, booked on,
    date booked, sent date, date sent, order date, request date, referred on, created date, created on, created,
    date, day
visit_on: appointment date, appt date, visit date, date of visit, appointment, scheduled for, scheduled date,
    service date, date of service, dos, visit on, start
seen_on: date seen, seen on, seen date, first visit, first visit date, evaluation date, eval date, initial
    evaluation, initial visit
contacted_on: date contacted, contacted on, first contact, first contact date, contact date
scheduled_on: scheduled on, date scheduled
closed_on: date closed, closed on, discharge date, date of discharge, closed date, closed
wait_days: wait days, days waited, wait, waiting days, lead days, days to appointment
status: status, appointment status, referral status, appt status, visit status, outcome status, disposition, stage,
    state of referral
payer: payer, payor, insurance, insurance type, insurance name, insurer, primary insurance, payer name, plan,
    insurance company, primary payer
reason: referral reason, reason for referral, reason, reason for visit, diagnosis, complaint, chief complaint,
    condition, body part, description, service
urgency: urgency, urgency level, priority
source: source, channel, referral source, how did you hear, how did you hear about us, lead source
flow: flow, direction, inbound outbound, in out, referral direction
aside_reason: reason lost, reason cancelled, cancellation reason, decline reason, reason declined
revenue: revenue, amount, amount paid, paid, collected, payments
appropriate: appropriate, appropriateness
adherence: adherence, compliance
outcome: outcome, treatment outcome, clinical outcome
"""


def _read(text: str) -> dict[str, tuple[str, ...]]:
    """`field: spelling, spelling` a line; an indented line goes on with the one before."""
    found: dict[str, tuple[str, ...]] = {}
    for line in text.replace("\n    ", " ").strip().splitlines():
        field, _, spellings = line.partition(": ")
        found[field] = (*(one.strip() for one in spellings.split(",")), field.replace("_", " "))
    return found


FIELDS: dict[str, dict[str, tuple[str, ...]]] = {PARTNERS: _read(_PARTNER), REFERRALS: _read(_REFERRAL)}
FIELDS[CANDIDATES] = FIELDS[PARTNERS]
