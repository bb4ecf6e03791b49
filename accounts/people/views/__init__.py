"""The pages: the list of people, one person, and joining by invitation."""
