"""The monitoring report as page, PDF and DOCX: one layout of blocks, three writers."""
