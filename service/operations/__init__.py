"""What whoever runs the installation sees of it: what is late, what is stuck and why, and a way to try it again."""
