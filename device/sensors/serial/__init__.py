"""The bridge board: frames over USB serial become readings on the host's clock."""
