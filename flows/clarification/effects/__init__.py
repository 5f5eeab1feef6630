"""What moves do, room by room; each effect names the requirement it serves."""
