"""What can be done about accounts; each verb leaves one entry in the journal, which names posts and never people."""
