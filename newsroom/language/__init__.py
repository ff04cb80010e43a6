"""What is known of Chinese words and characters, for every room. No Django; this room imports no other."""
