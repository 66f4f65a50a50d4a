"""What is counted of trails, and what of it a picture shows."""
