"""From the device's broadcasts to every tablet's stream."""
