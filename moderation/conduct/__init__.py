"""What one of the council's own people posted: pointers to where it is dealt with, no dossier."""
