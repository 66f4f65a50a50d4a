"""Small teams across the house: who is needed, who joins, who releases them, and when it ends."""
