"""What comes back about mail: reports read, believed where our own signature names the delivery, and acted on."""
