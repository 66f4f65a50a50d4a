"""The pages of lead projects."""
