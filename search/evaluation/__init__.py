"""How well questions whose answers are known are answered."""
