"""A made-up practice, believable and always the same for the same size, years, seed and day; pure: no clock, no files.

Nobody in it exists: names are drawn from lists, phone numbers are 555 numbers, addresses end in `.example`, and the
NPIs begin with 2, which has not been given out.
"""
