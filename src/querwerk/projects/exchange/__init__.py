"""Outside formats of lead projects: read and written here, never HTML."""
