"""Long runs that look for what breaks; each is a command of its own and has a short sample in the tests."""
