"""The forms of delivery, by what they are about."""
