"""What readers and the desk rely on, checked in Chromium, Firefox and WebKit by the same steps: `make engines`."""
