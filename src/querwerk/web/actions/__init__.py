"""What the house writes about itself: periodic work."""
