"""Training: courses, who needs which, and who has done them."""
