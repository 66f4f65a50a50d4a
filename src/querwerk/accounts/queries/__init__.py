"""Reading accounts: what is waiting for a second factor, who is within reach, which token somebody shows."""
