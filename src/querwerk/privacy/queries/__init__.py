"""Reading what is declared, what is held about somebody, what is switched on, what is due."""
