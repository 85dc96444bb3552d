"""The messages between the device and the server process, versioned."""
