"""What is asked, of whom, where each answer's cell is, what can be wrong."""
