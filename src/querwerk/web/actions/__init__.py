"""What the house writes about itself: periodic work, and forms that were answered."""
