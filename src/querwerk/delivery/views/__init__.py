"""The pages of delivery, by what they are about."""
